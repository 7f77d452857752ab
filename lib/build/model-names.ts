import type { Model } from './models.ts';

/** A model name taken apart: `V1beta1Variable` is version `v1beta1`, kind `Variable`; `CoreV1Event` has group `Core` too. */
export interface ModelName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Takes a model's name apart; throws if it is not made as the generator makes names. */
export function parseModelName(name: string): ModelName {
  if (name === 'VersionInfo') return { group: '', version: '', kind: 'VersionInfo' };
  const match = /^([A-Z][a-z]+?)??V(\d+(?:(?:alpha|beta)\d+)?)([A-Z]\w+)$/.exec(name);
  if (match === null) throw new Error(`unexpected model name ${name}`);
  const [, group = '', version = '', kind = ''] = match;
  return { group, version: `v${version}`, kind };
}

/**
 * The TypeScript name of every model: the bare kind where it is unique. Of several, the core one or else the newest stable version is
 * bare; the others carry their group in front (`EventsEvent`) or their version behind (`HorizontalPodAutoscalerV1`).
 */
export function typeScriptNames(models: readonly Model[]): ReadonlyMap<string, string> {
  const byKind = new Map<string, string[]>();
  for (const { name } of models) {
    const { kind } = parseModelName(name);
    byKind.set(kind, [...(byKind.get(kind) ?? []), name]);
  }
  const names = new Map<string, string>();
  for (const [kind, rivals] of byKind) {
    rivals.sort((a, b) => versionRank(b) - versionRank(a));
    for (const [index, name] of rivals.entries()) {
      const { group, version } = parseModelName(name);
      const grouped = group === '' || group === 'Core' ? kind : `${group}${kind}`;
      names.set(name, group === '' && index > 0 ? `${kind}V${version.slice(1)}` : grouped);
    }
  }
  if (new Set(names.values()).size !== names.size) throw new Error('two models would get the same TypeScript name');
  return names;
}

function versionRank(name: string): number {
  const [, major = '0', stage = '', minor = '0'] = /^v(\d+)(alpha|beta)?(\d+)?$/.exec(parseModelName(name).version) ?? [];
  const stageRank = { '': 2, beta: 1, alpha: 0 }[stage] ?? 0;
  return stageRank * 10_000 + Number(major) * 100 + Number(minor);
}
