import { forbidden } from '../api/errors.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import type { Admission, AdmissionRequest } from '../api/admission/admission.ts';
import type { Api } from '../api/api.ts';
import type { Kind } from '../api/kind.ts';
import { PriorityClassKind, type PriorityClass } from '../kinds/priorityclass.ts';
import { SYSTEM_PRIORITY_CLASSES } from '../kinds/system-priorities.ts';
import { isPodCreate, specOf, withSpec } from './pod-admission.ts';

const classes = PriorityClassKind as unknown as Kind;

/** Every pod has a priority: that of its class, of the default class, or none. kube: plugin/pkg/admission/priority/admission.go */
export const priority: Admission = {
  name: 'Priority',
  admit(api, request) {
    // kube: pkg/registry/scheduling/priorityclass/storage/storage.go Delete
    if (request.kind === classes && request.operation === 'delete') keepSystemClass(request);
    return isPodCreate(request) ? withPriority(api, request) : request.object;
  },
  agree(api, { kind, name, object }) {
    if (kind !== classes || fieldsOf(object)['globalDefault'] !== true) return;
    const known = defaultClass(api);
    if (known === undefined || known.metadata.name === name) return;
    throw forbidden(kind, name, `PriorityClass ${known.metadata.name} is already marked as default. Only one default can exist`);
  },
};

function keepSystemClass({ kind, name }: AdmissionRequest): void {
  if (SYSTEM_PRIORITY_CLASSES.some((system) => system.name === name))
    throw forbidden(kind, name, 'this is a system priority class and cannot be deleted');
}

function withPriority(api: Api, { kind, name, object }: AdmissionRequest): KubeObject {
  const spec = specOf(object);
  const className = spec.priorityClassName ?? '';
  const named = className === '' ? defaultClass(api) : (api.store.find(classes, className) as PriorityClass | undefined);
  if (named === undefined && className !== '') throw forbidden(kind, name, `no PriorityClass with name ${className} was found`);
  const { value = 0, preemptionPolicy = 'PreemptLowerPriority' } = named ?? {};
  const refuse = (what: string, given: string | number, computed: string | number): never => {
    const why = `the ${what} (${given}) must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`;
    throw forbidden(kind, name, why);
  };
  if (spec.priority !== undefined && spec.priority !== value) refuse('integer value of priority', spec.priority, value);
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy)
    refuse('string value of PreemptionPolicy', spec.preemptionPolicy, preemptionPolicy);
  const priorityClassName = named === undefined ? {} : { priorityClassName: named.metadata.name };
  return withSpec(object, { ...spec, ...priorityClassName, priority: value, preemptionPolicy });
}

/** The class of pods that name none. */
function defaultClass(api: Api): PriorityClass | undefined {
  return api.store.by(classes, 'default', '')[0] as PriorityClass | undefined;
}
