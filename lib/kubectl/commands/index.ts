import type { Command } from '../command.ts';
import { annotate } from './annotate.ts';
import { apply } from './apply.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { editCommand } from './edit.ts';
import { get } from './get.ts';
import { label } from './label.ts';
import { patch } from './patch.ts';
import { replace } from './replace.ts';
import { rollout } from './rollout.ts';
import { scale } from './scale.ts';
import { wait } from './wait.ts';

/** Every command, in the order in which kubectl lists them: suggestions come in that order. kube: staging/src/k8s.io/kubectl/pkg/cmd/cmd.go NewKubectlCommand */
export const commands: readonly Command[] = [
  // Basic Commands
  create,
  get,
  editCommand,
  deleteCommand,
  // Deploy Commands
  rollout,
  scale,
  // Advanced Commands
  apply,
  patch,
  replace,
  wait,
  // Settings Commands
  label,
  annotate,
];
