import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model, ModelType } from './models.ts';
import { parseModelName } from './model-names.ts';

/** An API group and version, such as `apps/v1` or `v1`, and the models its endpoints take and answer. */
export interface ServedVersion {
  readonly apiVersion: string;
  readonly models: readonly string[];
}

/** Reads which group versions the package can talk to and which models each of them names. */
export function readServedVersions(folder: string): readonly ServedVersion[] {
  const served: ServedVersion[] = [];
  for (const file of readdirSync(join(folder, 'apis')).sort()) {
    if (!/V\d+((alpha|beta)\d+)?Api\.d\.ts$/.test(file)) continue;
    const imports = readFileSync(join(folder, 'apis', file), 'utf8').matchAll(/^import \{ (\w+) \} from '\.\.\/models\//gm);
    const code = readFileSync(join(folder, 'apis', file.replace('.d.ts', '.js')), 'utf8');
    const path = /localVarPath = '\/apis?\/((?:[^/']+\/)?v\d[^/']*)\//.exec(code);
    if (path?.[1] === undefined) throw new Error(`no path with a version found in ${file}`);
    served.push({ apiVersion: path[1], models: [...imports].flatMap(([, name]) => name ?? []) });
  }
  return served;
}

/**
 * The OpenAPI definition name of every model (`io.k8s.api.core.v1.PodSpec` for `V1PodSpec`). The models do not say their group: it is known from
 * their prefix, from the recorded names, from the endpoints that name them, or else from the types that refer to them.
 */
export function definitionNames(
  models: readonly Model[],
  recorded: readonly string[],
  served: readonly ServedVersion[],
): ReadonlyMap<string, string> {
  const byModelName = new Map<string, string>();
  for (const name of recorded) for (const model of modelNamesOf(name)) byModelName.set(model, name);
  const packages = new Map<string, string>();
  for (const model of models) {
    const found = exceptions[model.name] ?? packageOf(byModelName.get(model.name)) ?? packageFromEndpoints(model.name, served);
    if (found !== undefined) packages.set(model.name, found);
  }
  spreadToReferences(models, packages);
  return new Map(models.map(({ name }) => [name, definitionName(name, packages)]));
}

const core = 'io.k8s.api.core.v1';

/** The OpenAPI package of the types that all groups share: ObjectMeta, LabelSelector, Status. */
export const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Models named by endpoints of other groups than their own, or by none. */
const exceptions: Readonly<Record<string, string>> = {
  V1Eviction: 'io.k8s.api.policy.v1',
  V1Scale: 'io.k8s.api.autoscaling.v1',
  V1ListMeta: meta,
  V1Preconditions: meta,
  V1StatusCause: meta,
  V1APIGroupList: meta,
  V1APIVersions: meta,
  VersionInfo: 'io.k8s.apimachinery.pkg.version',
};

function definitionName(model: string, packages: ReadonlyMap<string, string>): string {
  const found = packages.get(model);
  if (found === undefined) throw new Error(`cannot tell the API group of model ${model}: add it to the exceptions`);
  return `${found}.${parseModelName(model).kind === 'VersionInfo' ? 'Info' : parseModelName(model).kind}`;
}

function modelNamesOf(definition: string): readonly string[] {
  const [kind = '', version = '', group = ''] = definition.split('.').reverse();
  const versioned = capitalized(version) + kind;
  return [versioned, capitalized(group) + versioned];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function packageOf(definition: string | undefined): string | undefined {
  return definition?.slice(0, definition.lastIndexOf('.'));
}

function packageFromEndpoints(model: string, served: readonly ServedVersion[]): string | undefined {
  const { group, version } = parseModelName(model);
  const sameVersion = served.filter(({ apiVersion }) => apiVersion.split('/').at(-1) === version);
  const byPrefix = sameVersion.filter(({ apiVersion }) => capitalized(packageWord(apiVersion)) === group);
  const owners = group === '' ? sameVersion.filter(({ models }) => models.includes(model)) : byPrefix;
  return owners.length === 1 && owners[0] !== undefined ? packageOfVersion(owners[0].apiVersion) : undefined;
}

function packageWord(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.replace(/[./].*/, '') : 'core';
}

/** The OpenAPI package of the types of a group version, such as `io.k8s.api.apps.v1` of `apps/v1`. */
export function packageOfVersion(apiVersion: string): string {
  const word = packageWord(apiVersion);
  const version = apiVersion.split('/').at(-1) ?? '';
  if (word === 'apiextensions') return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}`;
  if (word === 'apiregistration') return `io.k8s.kube-aggregator.pkg.apis.apiregistration.${version}`;
  return `io.k8s.api.${word === 'internal' ? 'apiserverinternal' : word}.${version}`;
}

/** A type referred to from one group is of that group; a type that several groups refer to is of the core. */
function spreadToReferences(models: readonly Model[], packages: Map<string, string>): void {
  const referrers = new Map<string, Set<string>>();
  for (const model of models) {
    for (const field of model.fields) {
      const target = referenceIn(field.type);
      if (target !== undefined) referrers.set(target, (referrers.get(target) ?? new Set()).add(model.name));
    }
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const { name } of models) {
      if (packages.has(name)) continue;
      const known = [...(referrers.get(name) ?? [])].map((referrer) => packages.get(referrer));
      const distinct = new Set(known.filter((found) => found?.endsWith(`.${parseModelName(name).version}`)));
      const [only] = distinct;
      if (only === undefined || known.includes(undefined)) continue;
      packages.set(name, distinct.size === 1 ? only : core);
      changed = true;
    }
  }
}

function referenceIn(type: ModelType): string | undefined {
  if (type.shape === 'scalar') return undefined;
  return type.shape === 'ref' ? type.model : referenceIn(type.of);
}
