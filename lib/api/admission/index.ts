import type { Admission } from './admission.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { taintNodesByCondition } from './node-taint.ts';
import { defaultTolerationSeconds, priority, serviceAccount } from './pod-admission.ts';

/** The plug-ins that are on, in the order of Kubernetes. kube: pkg/kubeapiserver/options/plugins.go AllOrderedPlugins */
export const admissionPlugins: readonly Admission[] = [
  namespaceLifecycle,
  serviceAccount,
  taintNodesByCondition,
  priority,
  defaultTolerationSeconds,
];
