import type { ConfigMap as Fields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validateConfigMap } from './validation/configmap.ts';

/** A ConfigMap as it is stored. */
export type ConfigMap = Stored<Fields>;

/** `v1` ConfigMap. */
export const ConfigMapKind = defineKind<ConfigMap>({
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  short: ['cm'],
  columns: [
    nameColumn,
    { name: 'Data', cell: ({ data, binaryData }) => Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length },
    ageColumn,
  ],
  validate: (configMap, old) => validateConfigMap(configMap, old),
});
