import { share } from '../../base/merge.ts';
import type { Api } from '../api.ts';
import { invalidObject, noSuchRequest } from '../errors.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, type KubeObject } from '../object.ts';
import type { Authorship } from '../store.ts';
import type { WriteOptions } from './options.ts';
import { current, keep, keptMeta, withStatus, type Reference } from './update.ts';

/** What a status request writes. */
const STATUS: Authorship = { subresource: 'status' };

/** Puts a status in the place of the one there is, and the annotations when they are given: a status request may say them, too. kube: each registry's statusStrategy */
export function replaceStatus(
  api: Api,
  user: string,
  kind: Kind,
  target: Reference,
  status: unknown,
  annotations?: Readonly<Record<string, string>>,
): KubeObject {
  const old = current(api, kind, target);
  const next = withStatus(old, status);
  const told = annotations === undefined ? next : { ...next, metadata: { ...next.metadata, annotations } };
  return keepStatus(api, user, kind, old, told, {});
}

/**
 * PUT and PATCH of `status`: of what is asked for, the status and the metadata are taken over, but for a Deployment's labels and a Pod's
 * owners. Throws an ApiError NotFound for kinds without a status.
 */
export function updateStatus(api: Api, user: string, kind: Kind, old: KubeObject, next: KubeObject, options: WriteOptions): KubeObject {
  if (!kind.hasStatus) throw noSuchRequest();
  const { labels, ownerReferences } = old.metadata;
  const asked = keptMeta(next.metadata, old.metadata);
  const metadata = {
    ...asked,
    ...(kind.kind === 'Deployment' && { labels }),
    ...(kind.kind === 'Pod' && { ownerReferences }),
  };
  // A status that is taken away is an empty one with its defaults.
  const told = share(old, kind.defaults({ ...withStatus(old, fieldsOf(next)['status'] ?? {}), metadata }));
  const errors = told.metadata === old.metadata ? [] : kind.validate(told, old).filter(({ field }) => field.startsWith('metadata.'));
  if (errors.length > 0) throw invalidObject(kind, old.metadata.name, errors);
  return keepStatus(api, user, kind, old, told, options);
}

function keepStatus(
  api: Api,
  user: string,
  kind: Kind,
  old: KubeObject,
  told: KubeObject,
  { dryRun = false, fieldManager }: WriteOptions,
): KubeObject {
  const shared = share(old, kind.prepareStatus === undefined ? told : kind.prepareStatus(told, old, () => api.timestamp()));
  if (shared === old) return old;
  const errors = kind.validateStatus?.(shared, old) ?? [];
  if (errors.length > 0) throw invalidObject(kind, old.metadata.name, errors);
  return dryRun ? shared : keep(api, user, kind, old, shared, fieldManager === undefined ? STATUS : { ...STATUS, fieldManager });
}
