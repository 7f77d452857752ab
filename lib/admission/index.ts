import type { Admission } from '../api/admission/admission.ts';
import { persistentVolumeClaimResize } from './claim-resize.ts';
import { defaultIngressClass } from './default-ingress-class.ts';
import { defaultStorageClass } from './default-storage-class.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { taintNodesByCondition } from './node-taint.ts';
import { defaultTolerationSeconds, serviceAccount } from './pod-admission.ts';
import { podSecurity } from './pod-security.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './resource-quota.ts';

/** The plug-ins that are on, in the order of Kubernetes. kube: pkg/kubeapiserver/options/plugins.go AllOrderedPlugins */
export const admissionPlugins: readonly Admission[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  taintNodesByCondition,
  podSecurity,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  persistentVolumeClaimResize,
  defaultIngressClass,
  resourceQuota,
];
