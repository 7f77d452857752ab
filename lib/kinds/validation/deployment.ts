import type { Deployment, DeploymentStrategy, RollingUpdateDeployment } from '../../api/generated/types.ts';
import { forbidden, goIntOrString, goPointer, goStruct, invalid, notSupported, type FieldError } from '../../api/field-errors.ts';
import { checkNotNegative, type Draft, type Found } from './draft.ts';
import { amountOf, checkAtMostAll, checkIntOrPercent } from './int-or-percent.ts';
import { checkSelectedTemplate, checkSelector, checkSelectorUnchanged, checkWorkloadMetadata } from './workload.ts';

/** All that is wrong with a Deployment. kube: pkg/apis/apps/validation/validation.go ValidateDeployment, ValidateDeploymentUpdate */
export function validateDeployment(deployment: Draft<Deployment>, old: Draft<Deployment> | undefined): readonly FieldError[] {
  const found: Found = [];
  const {
    selector,
    template = {},
    replicas,
    strategy = {},
    minReadySeconds,
    revisionHistoryLimit,
    progressDeadlineSeconds,
  } = deployment.spec ?? {};
  checkWorkloadMetadata(deployment, old, 'subdomain', found);
  checkNotNegative(replicas, 'spec.replicas', found);
  checkSelector(selector, 'deployment', found);
  checkSelectedTemplate(selector, template, found);
  checkStrategy(strategy, found);
  checkNotNegative(minReadySeconds, 'spec.minReadySeconds', found);
  checkNotNegative(revisionHistoryLimit, 'spec.revisionHistoryLimit', found);
  if (progressDeadlineSeconds !== undefined) {
    const path = 'spec.progressDeadlineSeconds';
    checkNotNegative(progressDeadlineSeconds, path, found);
    if (progressDeadlineSeconds <= (minReadySeconds ?? 0))
      found.push(invalid(path, progressDeadlineSeconds, 'must be greater than minReadySeconds'));
  }
  if (old !== undefined) checkSelectorUnchanged(selector, old.spec?.selector, found);
  return found;
}

/** kube: the same file, ValidateDeploymentStrategy */
function checkStrategy({ type = '', rollingUpdate }: Draft<DeploymentStrategy>, found: Found): void {
  if (type === 'RollingUpdate') {
    checkRollingUpdate(rollingUpdate ?? {}, found);
  } else if (type !== 'Recreate') {
    const shown = goStruct('apps.DeploymentStrategy', [
      ['Type', type],
      ['RollingUpdate', goPointer('apps.RollingUpdateDeployment', rollingUpdate !== undefined)],
    ]);
    found.push(notSupported('spec.strategy', shown, ['Recreate', 'RollingUpdate']));
  } else if (rollingUpdate !== undefined) {
    found.push(forbidden('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'"));
  }
}

/** kube: the same file, ValidateRollingUpdateDeployment */
function checkRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: Draft<RollingUpdateDeployment>, found: Found): void {
  const path = 'spec.strategy.rollingUpdate';
  checkIntOrPercent(maxUnavailable, `${path}.maxUnavailable`, found);
  checkIntOrPercent(maxSurge, `${path}.maxSurge`, found);
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0)
    found.push(invalid(`${path}.maxUnavailable`, goIntOrString(maxUnavailable), 'may not be 0 when `maxSurge` is 0'));
  checkAtMostAll(maxUnavailable, `${path}.maxUnavailable`, found);
}
