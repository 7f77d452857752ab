import { isMapping } from '../../base/merge.ts';
import type { Fields } from '../../api/object.ts';
import { KustomizeError, Refusal, within } from './kustomize-error.ts';
import { identityOf, identityText, isOfType, type Resource, type TypeSelector } from './resource.ts';

/** A place in resources of a type. */
export interface FieldSpec extends TypeSelector {
  /** Names of fields with slashes between them; lists are passed through. A slash in a name has a backslash before it. */
  readonly path: string;
  /** Whether the field is made where it is missing. */
  readonly create?: boolean;
}

/** What becomes of a value; of undefined, where the field is missing and made. */
export type Change = (value: unknown) => unknown;

/** A resource with the values at a place changed, the same where nothing changes. kube: sigs.k8s.io/kustomize/api/filters/fieldspec/fieldspec.go */
export function changedAt(resource: Resource, spec: FieldSpec, change: Change): Resource {
  if (!isOfType(identityOf(resource), spec)) return resource;
  const place: Place = { steps: stepsOf(spec.path), isMade: spec.create === true, change };
  try {
    const object = changed(resource.object, place) as Fields;
    return object === resource.object ? resource : { ...resource, object };
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    throw new KustomizeError(`considering field '${spec.path}' of object ${identityText(identityOf(resource))}: ${error.message}`);
  }
}

/** A resource changed at several places one after the other. */
export function changedAtAll(resource: Resource, specs: readonly FieldSpec[], change: Change): Resource {
  return specs.reduce((at, spec) => changedAt(at, spec, change), resource);
}

interface Place {
  readonly steps: readonly string[];
  readonly isMade: boolean;
  readonly change: Change;
}

function changed(value: unknown, place: Place): unknown {
  const [step, ...steps] = place.steps;
  if (step === undefined) return place.change(value);
  if (Array.isArray(value))
    return within(`visit traversal on path: [${place.steps.join(' ')}]`, () => sameUnlessChanged(value, (item) => changed(item, place)));
  if (!isMapping(value)) throw new KustomizeError('expected sequence or mapping node');
  const isList = step.endsWith('[]');
  const name = isList ? step.slice(0, -2) : step;
  const before = Object.hasOwn(value, name) ? value[name] : undefined;
  const isMissing = before === undefined || before === null;
  if (isMissing && (!place.isMade || isList)) return value;
  const after = changed(isMissing ? (steps.length > 0 ? {} : undefined) : before, { ...place, steps });
  return after === before ? value : { ...value, [name]: after };
}

/** Items changed one by one; the same list where nothing changes. */
export function sameUnlessChanged(items: readonly unknown[], change: Change): readonly unknown[] {
  const next = items.map(change);
  return next.every((item, i) => item === items[i]) ? items : next;
}

const MOST_STEPS = 100;

function stepsOf(path: string): readonly string[] {
  const steps = path.replaceAll('\\/', '\0').split('/');
  if (steps.length > MOST_STEPS) throw new Refusal(`a field path of more than ${MOST_STEPS} steps is not supported here`);
  return steps.map((step) => step.replaceAll('\0', '/'));
}
