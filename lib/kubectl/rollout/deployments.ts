import type { Kind } from '../../api/kind.ts';
import { DeploymentKind, type Deployment } from '../../kinds/deployment.ts';
import { ReplicaSetKind, type ReplicaSet } from '../../kinds/replicaset.ts';
import { revisionOf, rolledBack } from '../../kinds/revisions.ts';
import { isSameTemplate } from '../../kinds/template-hash.ts';
import { deploymentRollouts } from '../../rollouts/deployment-rollouts.ts';
import { KubectlError } from '../errors.ts';
import type { Rollouts } from './rollouts.ts';

/** Deployments keep their past in ReplicaSets. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go DeploymentRollbacker */
export const deployments: Rollouts<Deployment> = {
  kind: DeploymentKind,
  revisions: (client, deployment) =>
    deploymentRollouts
      .revisions(client, deployment)
      .filter(({ number }) => number > 0)
      .map(({ number, changeCause, keeper }) => ({
        number,
        changeCause,
        keeper,
        keeperKind: ReplicaSetKind as unknown as Kind,
        template: (keeper as ReplicaSet).spec.template!,
      })),
  progress: (deployment, revision) => {
    const running = revisionOf(deployment);
    if (revision > 0 && revision !== running)
      throw new KubectlError(`desired revision (${revision}) is different from the running revision (${running})`);
    return deploymentRollouts.progress(deployment);
  },
  wanted: ({ metadata }, revisions, toRevision) => {
    const found = toRevision === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === toRevision);
    if (found !== undefined) return found;
    throw new KubectlError(
      toRevision === 0
        ? `no rollout history found for deployment ${JSON.stringify(metadata.name)}`
        : `unable to find specified revision ${toRevision} in history`,
    );
  },
  isAt: ({ spec }, { template }) => {
    if (spec.paused === true)
      throw new KubectlError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
    return isSameTemplate(template, spec.template);
  },
  rollBack: (client, deployment, { keeper }, dryRun) => {
    const { spec, metadata } = rolledBack(deployment, keeper as ReplicaSet);
    const patch = [
      { op: 'replace', path: '/spec/template', value: spec.template },
      { op: 'replace', path: '/metadata/annotations', value: metadata.annotations },
    ];
    client.patch(DeploymentKind, deployment, patch, { type: 'json', dryRun, fieldManager: 'kubectl-rollout' });
  },
};
