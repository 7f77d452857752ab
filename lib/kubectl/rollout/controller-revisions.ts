import type { Client } from '../../api/client.ts';
import type { LabelSelector, PodTemplateSpec } from '../../api/generated/types.ts';
import type { Kind } from '../../api/kind.ts';
import { fieldsOf, type KubeObject } from '../../api/object.ts';
import { isMapping, same } from '../../base/merge.ts';
import { selectorOf, type LabelSelectorFields } from '../../base/labels.ts';
import { isControlledBy } from '../../control/owners.ts';
import { ControllerRevisionKind, type ControllerRevision } from '../../kinds/controllerrevision.ts';
import { changeCauseOf } from '../../kinds/revisions.ts';
import { KubectlError } from '../errors.ts';
import type { KeptRevision, Rollouts } from './rollouts.ts';

/** A kind that keeps its past in ControllerRevisions. */
type Keeping = KubeObject & { readonly spec: { readonly selector?: LabelSelector; readonly template: PodTemplateSpec } };

/** What kinds have in common that keep their past in ControllerRevisions. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go, history.go */
export function keptInRevisions<T extends Keeping>(kind: Kind<T>): Pick<Rollouts<T>, 'revisions' | 'wanted' | 'isAt' | 'rollBack'> {
  return {
    revisions: revisionsOf,
    wanted,
    isAt: ({ spec }, { template }) => same(spec.template, template),
    rollBack: (client, object, { keeper }, dryRun) => {
      client.patch(kind, object, fieldsOf(keeper)['data'], { type: 'strategic', dryRun, fieldManager: 'kubectl-rollout' });
    },
  };
}

function revisionsOf(client: Client, { metadata, spec }: Keeping): readonly KeptRevision[] {
  const labelSelector = selectorOf(spec.selector as LabelSelectorFields | undefined);
  return client
    .list(ControllerRevisionKind, { namespace: metadata.namespace, labelSelector })
    .filter((each) => isControlledBy(each, metadata.uid))
    .map((keeper) => ({
      number: keeper.revision,
      template: templateIn(keeper),
      changeCause: changeCauseOf(keeper),
      keeper,
      keeperKind: ControllerRevisionKind as unknown as Kind,
    }))
    .sort((a, b) => a.number - b.number);
}

/** The data is a patch that replaces the template. */
function templateIn({ data }: ControllerRevision): PodTemplateSpec {
  const spec = isMapping(data) ? data['spec'] : undefined;
  const template = isMapping(spec) && isMapping(spec['template']) ? spec['template'] : {};
  const { $patch: _, ...rest } = template;
  return rest;
}

function wanted(_: KubeObject, revisions: readonly KeptRevision[], toRevision: number): KeptRevision {
  if (toRevision === 0 && revisions.length <= 1) throw new KubectlError('no last revision to roll back to');
  const found = toRevision === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === toRevision);
  if (found === undefined) throw new KubectlError(`unable to find specified revision ${toRevision} in history`);
  return found;
}
