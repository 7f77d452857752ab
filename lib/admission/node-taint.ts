import { fieldsOf, type KubeObject } from '../api/object.ts';
import type { Admission } from '../api/admission/admission.ts';

/** The key of the taint that every new node begins with. */
const NOT_READY = 'node.kubernetes.io/not-ready';

interface NodeFields {
  readonly spec?: { readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
}

/** A new node takes no pods before somebody has seen that it is ready. kube: plugin/pkg/admission/nodetaint/admission.go */
export const taintNodesByCondition: Admission = {
  name: 'TaintNodesByCondition',
  admit(_, { kind, operation, object }) {
    if (kind.resource !== 'nodes' || operation !== 'create') return object;
    const { spec } = fieldsOf(object) as NodeFields;
    const taints = spec?.taints ?? [];
    if (taints.some(({ key, effect }) => key === NOT_READY && effect === 'NoSchedule')) return object;
    return Object.assign({} as KubeObject, object, { spec: { ...spec, taints: [...taints, { key: NOT_READY, effect: 'NoSchedule' }] } });
  },
};
