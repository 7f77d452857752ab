import type { Command } from '../command.ts';
import { annotate } from './annotate.ts';
import { apiResources, apiVersions } from './api-resources.ts';
import { apply } from './apply.ts';
import { clusterInfo } from './cluster-info.ts';
import { config } from './config.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describeCommand } from './describe.ts';
import { editCommand } from './edit.ts';
import { explain } from './explain.ts';
import { get } from './get.ts';
import { kustomize } from './kustomize.ts';
import { label } from './label.ts';
import { patch } from './patch.ts';
import { refused } from './refused.ts';
import { replace } from './replace.ts';
import { rollout } from './rollout.ts';
import { scale } from './scale.ts';
import { version } from './version.ts';
import { wait } from './wait.ts';

/** Every command, in the order in which kubectl lists them: suggestions come in that order. kube: staging/src/k8s.io/kubectl/pkg/cmd/cmd.go NewKubectlCommand */
export const commands: readonly Command[] = [
  // Basic Commands
  create,
  explain,
  get,
  editCommand,
  deleteCommand,
  // Deploy Commands
  rollout,
  scale,
  // Cluster Management Commands
  clusterInfo,
  // Troubleshooting and Debugging Commands
  describeCommand,
  // Advanced Commands
  apply,
  patch,
  replace,
  wait,
  kustomize,
  // Settings Commands
  label,
  annotate,
  // Other Commands
  ...refused,
  config,
  version,
  apiVersions,
  apiResources,
];
