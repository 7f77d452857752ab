import type { ExternalAnswer, ExternalCall } from '../../base/shell/machine.ts';
import type { Origin } from '../../control/network.ts';
import { nc, ping } from './connections.ts';
import { curl } from './curl.ts';
import { dig, getent, nslookup } from './names.ts';
import type { Tool, ToolNetwork } from './tool.ts';
import { wget } from './wget.ts';

const TOOLS: ReadonlyMap<string, Tool> = new Map([
  ['wget', wget],
  ['curl', curl],
  ['nc', nc],
  ['ping', ping],
  ['nslookup', nslookup],
  ['dig', dig],
  ['getent', getent],
]);

/** Carries out a network tool. Throws for one that there is none of: which there are, an image's profile says. */
export function runTool(network: ToolNetwork, call: ExternalCall, origin: Origin): ExternalAnswer {
  const tool = TOOLS.get(call.argv[0] ?? '');
  if (tool === undefined) throw new Error(`there is no network tool ${JSON.stringify(call.argv[0])}`);
  return tool(call, origin, network);
}
