import type { Command } from '../command.ts';
import { annotate } from './annotate.ts';
import { apply } from './apply.ts';
import { autoscale } from './autoscale.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { editCommand } from './edit.ts';
import { expose } from './expose.ts';
import { get } from './get.ts';
import { label } from './label.ts';
import { patch } from './patch.ts';
import { replace } from './replace.ts';
import { runCommand } from './run.ts';
import { scale } from './scale.ts';
import { setCommand } from './set.ts';

/** Every command, in the order in which kubectl lists them: suggestions come in that order. kube: staging/src/k8s.io/kubectl/pkg/cmd/cmd.go NewKubectlCommand */
export const commands: readonly Command[] = [
  // Basic Commands
  create,
  expose,
  runCommand,
  setCommand,
  get,
  editCommand,
  deleteCommand,
  // Deploy Commands
  scale,
  autoscale,
  // Advanced Commands
  apply,
  patch,
  replace,
  // Settings Commands
  label,
  annotate,
];
