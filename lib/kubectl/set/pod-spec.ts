import type { Container, PodSpec } from '../../api/generated/types.ts';
import { fieldsOf, type Fields } from '../../api/object.ts';
import { isMapping } from '../../base/merge.ts';
import { KubectlError } from '../errors.ts';
import { kindName } from '../resource-types.ts';
import type { Chosen } from '../selection.ts';

const TEMPLATE = ['spec', 'template', 'spec'];

/** Where the pods of a kind are described. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/updatepodspecforobject.go */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['pod', ['spec']],
  ['replicationcontroller', TEMPLATE],
  ['deployment.apps', TEMPLATE],
  ['daemonset.apps', TEMPLATE],
  ['replicaset.apps', TEMPLATE],
  ['statefulset.apps', TEMPLATE],
  ['job.batch', TEMPLATE],
  ['cronjob.batch', ['spec', 'jobTemplate', ...TEMPLATE]],
]);

/** An object with the description of its pods changed. Throws a KubectlError for one that has none. */
export function withPodSpec({ kind, object }: Chosen, change: (spec: PodSpec) => PodSpec): Fields {
  const place = PLACES.get(kindName(kind));
  if (place === undefined) throw new KubectlError(`the object is not a pod or does not have a pod template: *${kind.version}.${kind.kind}`);
  return changedAt(fieldsOf(object), place, (spec) => fieldsOf(change(spec as unknown as PodSpec)));
}

function changedAt(fields: Fields, [step, ...rest]: readonly string[], change: (value: Fields) => Fields): Fields {
  if (step === undefined) return change(fields);
  const value = fields[step];
  return { ...fields, [step]: changedAt(isMapping(value) ? value : {}, rest, change) };
}

/** A description of pods with those of its containers changed, initial ones among them, that a pattern means. Answers how many these are. */
export function withContainers(
  spec: PodSpec,
  pattern: string,
  change: (container: Container) => Container,
): { readonly spec: PodSpec; readonly count: number } {
  let count = 0;
  const changed = (container: Container): Container => {
    if (!isMeant(container.name, pattern)) return container;
    count++;
    return change(container);
  };
  const containers = (spec.containers as typeof spec.containers | undefined)?.map(changed);
  const initContainers = spec.initContainers?.map(changed);
  return {
    count,
    spec: {
      ...spec,
      ...(containers === undefined ? {} : { containers }),
      ...(initContainers === undefined ? {} : { initContainers }),
    },
  };
}

/** Whether a name is what a text with `*` for anything means. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/helper.go selectString */
function isMeant(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1 || found + part.length > name.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
