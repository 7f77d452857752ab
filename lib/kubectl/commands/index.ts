import type { Command } from '../command.ts';
import { annotate } from './annotate.ts';
import { apiResources, apiVersions } from './api-resources.ts';
import { apply } from './apply.ts';
import { attach } from './attach.ts';
import { auth } from './auth.ts';
import { autoscale } from './autoscale.ts';
import { clusterInfo } from './cluster-info.ts';
import { config } from './config.ts';
import { cordon, uncordon } from './cordon.ts';
import { cp } from './cp.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describeCommand } from './describe.ts';
import { diff } from './diff.ts';
import { drain } from './drain.ts';
import { editCommand } from './edit.ts';
import { events } from './events.ts';
import { execCommand } from './exec.ts';
import { explain } from './explain.ts';
import { expose } from './expose.ts';
import { get } from './get.ts';
import { kustomize } from './kustomize.ts';
import { label } from './label.ts';
import { logs } from './logs.ts';
import { patch } from './patch.ts';
import { portForward } from './port-forward.ts';
import { refused } from './refused.ts';
import { replace } from './replace.ts';
import { rollout } from './rollout.ts';
import { runCommand } from './run.ts';
import { scale } from './scale.ts';
import { setCommand } from './set.ts';
import { taint } from './taint.ts';
import { top } from './top.ts';
import { version } from './version.ts';
import { wait } from './wait.ts';

/** Every command, in the order in which kubectl lists them: suggestions come in that order. kube: staging/src/k8s.io/kubectl/pkg/cmd/cmd.go NewKubectlCommand */
export const commands: readonly Command[] = [
  // Basic Commands
  create,
  expose,
  runCommand,
  setCommand,
  explain,
  get,
  editCommand,
  deleteCommand,
  // Deploy Commands
  rollout,
  scale,
  autoscale,
  // Cluster Management Commands
  clusterInfo,
  top,
  cordon,
  uncordon,
  drain,
  taint,
  // Troubleshooting and Debugging Commands
  describeCommand,
  logs,
  attach,
  execCommand,
  portForward,
  cp,
  auth,
  events,
  // Advanced Commands
  diff,
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
