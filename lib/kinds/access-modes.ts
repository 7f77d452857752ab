const SHORT: readonly (readonly [mode: string, short: string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

/** The ways in which a volume can be used, as kubectl shows them: `RWO,RWX`. kube: pkg/apis/core/v1/helper/helpers.go GetAccessModesAsString */
export function shortAccessModes(modes: readonly string[] | undefined): string {
  return SHORT.filter(([mode]) => modes?.includes(mode) === true)
    .map(([, short]) => short)
    .join(',');
}
