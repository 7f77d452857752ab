import type { Command } from '../command.ts';
import { setEnv } from '../set/env.ts';
import { setImage } from '../set/image.ts';
import { setResources } from '../set/resources.ts';
import { setSelector } from '../set/selector.ts';
import { setServiceAccount } from '../set/service-account.ts';
import { setSubject } from '../set/subject.ts';

/** `kubectl set`, with a word for each thing that is set. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set.go */
export const setCommand: Command = {
  name: 'set',
  about: 'changes single things of objects',
  commands: [setImage, setResources, setSelector, setSubject, setServiceAccount, setEnv],
};
