import type { ReconcileContext } from '../../control/controller.ts';
import { DeploymentKind, type Deployment } from '../../kinds/deployment.ts';
import { lastRevision, numberIn, revisionOf, rolledBack, ROLLBACK_TO } from '../../kinds/revisions.ts';
import { isSameTemplate } from '../../kinds/template-hash.ts';
import { allSets, type Rollout } from './rollout.ts';

/** Whether an annotation of old asks for a rollback. */
export function asksForRollback(deployment: Deployment): boolean {
  return numberIn(deployment, ROLLBACK_TO) !== undefined;
}

/** Does what the annotation asks for, tells what became of it, and takes the annotation away. kube: pkg/controller/deployment/rollback.go */
export function rollBackAsAsked({ api, events }: ReconcileContext, rollout: Rollout): void {
  const { deployment } = rollout;
  const asked = numberIn(deployment, ROLLBACK_TO) ?? 0;
  const sets = allSets(rollout);
  const revision = asked === 0 ? lastRevision(sets) : asked;
  const { [ROLLBACK_TO]: _, ...annotations } = deployment.metadata.annotations ?? {};
  const cleared = { ...deployment, metadata: { ...deployment.metadata, annotations } };
  const warn = (reason: string, message: string): void => {
    events.record(deployment, 'Warning', reason, message);
    api.update(DeploymentKind, cleared);
  };
  if (revision === 0) {
    warn('DeploymentRollbackRevisionNotFound', 'Unable to find last revision.');
    return;
  }
  const set = sets.find((each) => revisionOf(each) === revision);
  if (set?.spec.template === undefined) {
    warn('DeploymentRollbackRevisionNotFound', 'Unable to find the revision to rollback to.');
  } else if (isSameTemplate(set.spec.template, deployment.spec.template)) {
    const message = `The rollback revision contains the same template as current deployment "${deployment.metadata.name}"`;
    warn('DeploymentRollbackTemplateUnchanged', message);
  } else {
    events.record(
      deployment,
      'Normal',
      'DeploymentRollback',
      `Rolled back deployment "${deployment.metadata.name}" to revision ${revision}`,
    );
    api.update(DeploymentKind, rolledBack(cleared, set));
  }
}
