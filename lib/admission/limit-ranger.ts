import type { Admission, AdmissionRequest } from '../api/admission/admission.ts';
import { forbidden } from '../api/errors.ts';
import type { Container, LimitRangeItem, PodSpec } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import type { Api } from '../api/api.ts';
import { compareQuantities, milliValue } from '../base/quantity.ts';
import type { Amounts } from '../kinds/amounts.ts';
import { LimitRangeKind, type LimitRange } from '../kinds/limitrange.ts';
import { PersistentVolumeClaimKind, type PersistentVolumeClaim } from '../kinds/persistentvolumeclaim.ts';
import { podAmounts } from '../kinds/pod-amounts.ts';
import { isPodCreate, specOf, withSpec } from './pod-admission.ts';

const claims = PersistentVolumeClaimKind as unknown as Kind;

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Gives containers the requests and limits of their namespace, and keeps out pods beyond its bounds. kube: plugin/pkg/admission/limitranger/admission.go */
export const limitRanger: Admission = {
  name: 'LimitRanger',
  admit(api, request) {
    let { object } = request;
    for (const range of rangesFor(api, request)) object = withDefaults(object, range);
    return object;
  },
  agree(api, request) {
    const isClaim = request.kind === claims && request.operation !== 'delete';
    const ranges = isClaim ? rangesOf(api, request) : rangesFor(api, request);
    for (const range of ranges) {
      const wrong = (range.spec?.limits ?? []).flatMap((item) =>
        isClaim ? claimBreaches(request.object as PersistentVolumeClaim, item) : breaches(specOf(request.object), item),
      );
      if (wrong.length === 0) continue;
      const said = [...new Set(wrong)];
      throw forbidden(request.kind, request.name, said.length === 1 ? said[0]! : `[${said.join(', ')}]`);
    }
  },
};

function rangesFor(api: Api, request: AdmissionRequest): readonly LimitRange[] {
  return isPodCreate(request) ? rangesOf(api, request) : NONE;
}

function rangesOf(api: Api, { object }: AdmissionRequest): readonly LimitRange[] {
  return api.store.list(LimitRangeKind, object.metadata.namespace);
}

const NONE: readonly LimitRange[] = [];

/** kube: the same file, mergePodResourceRequirements */
function withDefaults(pod: KubeObject, { spec: { limits: items = [] } = { limits: [] } }: LimitRange): KubeObject {
  const said: string[] = [];
  const [limits, requests] = [defaultsOf(items, 'default'), defaultsOf(items, 'defaultRequest')];
  const filled = <C extends Container>(container: C, what: string): C => {
    const { resources = {} } = container;
    const missing = {
      requests: lacking(requests, resources.requests),
      limits: lacking(limits, resources.limits),
    };
    for (const [side, names] of [
      ['request', missing.requests],
      ['limit', missing.limits],
    ] as const)
      if (names.length > 0) said.push(`${names.join(', ')} ${side} for ${what} ${container.name}`);
    if (missing.requests.length + missing.limits.length === 0) return container;
    const completed = {
      ...resources,
      ...sideWith('limits', resources.limits, limits, missing.limits),
      ...sideWith('requests', resources.requests, requests, missing.requests),
    };
    return { ...container, resources: completed };
  };
  const spec = specOf(pod);
  const containers = ((spec as Partial<PodSpec>).containers ?? []).map((container) => filled(container, 'container'));
  const initContainers = spec.initContainers?.map((container) => filled(container, 'init container'));
  if (said.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${said.join('; ')}` };
  const annotated = { ...pod, metadata: { ...pod.metadata, annotations } };
  return withSpec(annotated, { ...spec, containers, ...(initContainers === undefined ? {} : { initContainers }) });
}

/** What containers are given that do not say; of several items the last counts. */
function defaultsOf(items: readonly LimitRangeItem[], field: 'default' | 'defaultRequest'): Amounts {
  return Object.fromEntries(items.filter(({ type }) => type === 'Container').flatMap((item) => Object.entries(item[field] ?? {})));
}

function lacking(defaults: Amounts, given: Amounts | undefined): readonly string[] {
  return Object.keys(defaults)
    .filter((name) => given === undefined || !Object.hasOwn(given, name))
    .sort();
}

function sideWith(side: 'limits' | 'requests', given: Amounts | undefined, defaults: Amounts, names: readonly string[]): object {
  if (names.length === 0) return {};
  return { [side]: { ...given, ...Object.fromEntries(names.map((name) => [name, defaults[name]!])) } };
}

/** What of a pod goes beyond the bounds of one item. kube: the same file, PodValidateLimitFunc */
function breaches(spec: PodSpec, item: LimitRangeItem): readonly string[] {
  if (item.type === 'Container') {
    return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ resources = {} }) =>
      breachesOf(item, new Map(Object.entries(resources.requests ?? {})), new Map(Object.entries(resources.limits ?? {}))),
    );
  }
  return item.type === 'Pod' ? breachesOf(item, podAmounts(spec, 'requests'), podAmounts(spec, 'limits')) : [];
}

/** What of a claim goes beyond the bounds of one item; claims know no limits. kube: the same file, PersistentVolumeClaimValidateLimitFunc */
function claimBreaches({ spec }: PersistentVolumeClaim, { type, min, max }: LimitRangeItem): readonly string[] {
  if (type !== 'PersistentVolumeClaim') return [];
  const said: Said = { type, requests: new Map(Object.entries(spec.resources?.requests ?? {})), limits: new Map() };
  return [...judged(min, said, tooLittle), ...judged(max, said, tooMuchAsked)];
}

function breachesOf(item: LimitRangeItem, requests: ReadonlyMap<string, string>, limits: ReadonlyMap<string, string>): readonly string[] {
  const said: Said = { type: item.type, requests, limits };
  return [
    ...judged(item.min, said, tooLittle),
    ...judged(item.max, said, tooMuch),
    ...judged(item.maxLimitRequestRatio, said, tooFarApart),
  ];
}

/** What something asks for, and what the bounds call it. */
interface Said {
  readonly type: string;
  readonly requests: ReadonlyMap<string, string>;
  readonly limits: ReadonlyMap<string, string>;
}

function judged(bounds: Amounts = {}, { type, requests, limits }: Said, judge: (bound: Bound) => string | undefined): readonly string[] {
  return Object.keys(bounds)
    .sort()
    .flatMap((name) => judge({ type, name, bound: bounds[name]!, request: requests.get(name), limit: limits.get(name) }) ?? []);
}

/** One bound, and what it is held against. */
interface Bound {
  readonly type: string;
  readonly name: string;
  readonly bound: string;
  readonly request: string | undefined;
  readonly limit: string | undefined;
}

function tooLittle({ type, name, bound, request, limit }: Bound): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  if (compareQuantities(request, bound) < 0) return `${rule}, but request is ${request}`;
  return limit !== undefined && compareQuantities(limit, bound) < 0 ? `${rule}, but limit is ${limit}` : undefined;
}

function tooMuch({ type, name, bound, request, limit }: Bound): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${bound}`;
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, bound) > 0) return `${rule}, but limit is ${limit}`;
  return request !== undefined && compareQuantities(request, bound) > 0 ? `${rule}, but request is ${request}` : undefined;
}

function tooMuchAsked({ type, name, bound, request }: Bound): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  return compareQuantities(request, bound) > 0 ? `${rule}, but request is ${request}` : undefined;
}

function tooFarApart({ type, name, bound, request = '0', limit = '0' }: Bound): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${bound}`;
  if (milliValue(request) === 0) return `${rule}, but no request is specified or request is 0`;
  if (milliValue(limit) === 0) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = milliValue(limit) / milliValue(request);
  return ratio * 1000 > milliValue(bound) ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}
