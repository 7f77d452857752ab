import type { ControllerRevision as Fields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validateControllerRevision } from './validation/controllerrevision.ts';

/** What a StatefulSet or a DaemonSet once was, as it is stored. */
export type ControllerRevision = Stored<Fields>;

/** `apps/v1` ControllerRevision. */
export const ControllerRevisionKind = defineKind<ControllerRevision>({
  group: 'apps',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  // kube: pkg/printers/internalversion/printers.go printControllerRevision
  columns: [nameColumn, { name: 'Controller', cell: controllerOf }, { name: 'Revision', cell: ({ revision }) => revision }, ageColumn],
  defaults: (object) => ((object as Partial<ControllerRevision>).revision === undefined ? { ...object, revision: 0 } : object),
  validate: (object, old) => validateControllerRevision(object, old),
});

/** `statefulset.apps/db` */
function controllerOf({ metadata }: ControllerRevision): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return '<none>';
  const [group] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [];
  return `${[owner.kind, ...(group === undefined ? [] : [group])].join('.').toLowerCase()}/${owner.name}`;
}
