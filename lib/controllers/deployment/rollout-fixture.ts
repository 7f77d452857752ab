import type { DeploymentSpec, DeploymentStatus, PodTemplateSpec, ReplicaSetStatus } from '../../api/generated/types.ts';
import type { IntOrPercent } from '../../base/int-or-percent.ts';
import type { Deployment } from '../../kinds/deployment.ts';
import type { ReplicaSet } from '../../kinds/replicaset.ts';
import { instantOf, timestamp } from '../../sim/time.ts';

const TEMPLATE: PodTemplateSpec = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } };

/** What a test says of a Deployment. */
interface Said extends Omit<Partial<DeploymentSpec>, 'strategy'> {
  readonly replicas: number;
  readonly type?: string;
  readonly surge?: IntOrPercent;
  readonly unavailable?: IntOrPercent;
  readonly status?: DeploymentStatus;
}

/** A Deployment `web` for tests of what is reckoned: neither surge nor unavailable pods unless it says so. */
export function deploymentOf({ type = 'RollingUpdate', surge, unavailable, status = {}, ...spec }: Said): Deployment {
  const rollingUpdate = {
    ...(surge === undefined ? {} : { maxSurge: surge }),
    ...(unavailable === undefined ? {} : { maxUnavailable: unavailable }),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', uid: 'web', resourceVersion: '1', creationTimestamp: timestamp(0), generation: 0 },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: TEMPLATE,
      ...spec,
      strategy: type === 'Recreate' ? { type } : { type, rollingUpdate },
    },
    status,
  };
}

/** What a test says of a ReplicaSet. */
interface SaidOfSet {
  readonly name?: string;
  readonly replicas: number;
  readonly status?: Partial<ReplicaSetStatus>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Seconds after the start at which it was made. */
  readonly made?: number;
  readonly isDeleted?: boolean;
  readonly template?: PodTemplateSpec;
}

/** A ReplicaSet for tests of what is reckoned. */
export function setOf({ name = 'set', replicas, status = {}, annotations = {}, made = 0, isDeleted, template }: SaidOfSet): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: timestamp(made * 1000),
      annotations,
      ...(isDeleted === true ? { deletionTimestamp: timestamp(0) } : {}),
    },
    spec: { replicas, selector: {}, template: template ?? TEMPLATE },
    status: { replicas, ...status },
  };
}

/** A moment of the first day, such as `18:49:00`, in milliseconds of cluster time. */
export function clockOf(time: string): number {
  return instantOf(timestamp(0).replace(/T.*/, `T${time}Z`));
}
