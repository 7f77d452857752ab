/** gherkube: a deterministic Kubernetes cluster in this process, and assertions on what becomes of it. */
export { Cluster, type ClusterOptions, type ListQuery } from './cluster.ts';
export { ApiError, UsageError, type Status, type StatusDetails } from './api/errors.ts';
export { LimitError, type Limits } from './sim/clock.ts';
export { ManifestError, type ApplyOptions } from './manifest.ts';
export { Client } from './api/client.ts';
export type { ListOptions, Page, PageOptions } from './api/requests/list.ts';
export type { Watch, WatchEvent, WatchOptions } from './api/requests/watch.ts';
export type { PatchOptions } from './api/requests/patch.ts';
export type { ServerSideApplyOptions } from './api/requests/server-side-apply.ts';
export type { WriteOptions } from './api/requests/options.ts';
export type { Change } from './api/store.ts';
export type { Column, Kind } from './api/kind.ts';
export type { KubeObject, Manifest } from './api/object.ts';
export type { ContainerOverride } from './node/container-behaviour.ts';
export type { ImageOverride } from './node/images/overrides.ts';
export { AssertionError } from './assert/assertion-error.ts';
export type { Check, Wrong } from './assert/check.ts';
export { expectNow, expectThroughout, expectWithin } from './assert/temporal.ts';
