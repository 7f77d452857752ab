import type { Command } from '../command.ts';
import { KubectlError } from '../errors.ts';

/** What kubectl can do and nobody needs, or can have, within a process: refused by name. */
export const refused: readonly Command[] = [
  refusal('proxy', 'opens a port of this machine', 'there is no server to reach through a port: use kubectl itself'),
  refusal('debug', 'adds a container to look into a pod', 'no containers can be added to a pod here: use `kubectl exec`'),
  refusal('certificate', 'approves requests for certificates', 'there are no requests for certificates here'),
  refusal('completion', 'prints a script for a shell', 'the shell here completes nothing: ask the kubectl of your machine'),
  refusal('plugin', 'runs plugins', 'there are no plugins here: nothing of your machine is ever executed'),
];

function refusal(name: string, about: string, why: string): Command {
  return {
    name,
    about,
    run: () => {
      throw new KubectlError(`kubectl ${name} is not supported: ${why}`);
    },
  };
}
