import type { DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../../api/generated/types.ts';
import { goIntOrString, goPointer, goStruct, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { checkNotNegative, type Draft, type Found } from './draft.ts';
import { amountOf, checkAtMostAll, checkIntOrPercent } from './int-or-percent.ts';
import { checkLabelSelector } from './label-selector.ts';
import { checkTemplate } from './pod-template.ts';
import {
  checkSelectorNotEmpty,
  checkSelectorUnchanged,
  checkTemplateLabels,
  checkTemplateLife,
  checkWorkloadMetadata,
  understoodSelector,
} from './workload.ts';

/** All that is wrong with a DaemonSet. kube: pkg/apis/apps/validation/validation.go ValidateDaemonSet, ValidateDaemonSetUpdate */
export function validateDaemonSet(daemonSet: Draft<DaemonSet>, old: Draft<DaemonSet> | undefined): readonly FieldError[] {
  const found: Found = [];
  const { selector, template = {}, minReadySeconds, updateStrategy = {}, revisionHistoryLimit } = daemonSet.spec ?? {};
  checkWorkloadMetadata(daemonSet, old, 'subdomain', found);
  checkLabelSelector(selector, 'spec.selector', found);
  const understood = understoodSelector(selector);
  if (understood !== 'not understood') checkTemplateLabels(understood, template, found);
  checkSelectorNotEmpty(selector, 'daemonset', found);
  checkTemplate(template, 'spec.template', found);
  checkTemplateLife(template, 'DaemonSet', found);
  checkNotNegative(minReadySeconds, 'spec.minReadySeconds', found);
  checkStrategy(updateStrategy, found);
  checkNotNegative(revisionHistoryLimit, 'spec.revisionHistoryLimit', found);
  if (old !== undefined) checkSelectorUnchanged(selector, old.spec?.selector, found);
  return found;
}

/** kube: the same file, ValidateDaemonSetUpdateStrategy */
function checkStrategy({ type = '', rollingUpdate }: Draft<DaemonSetUpdateStrategy>, found: Found): void {
  if (type === 'OnDelete') return;
  if (type === 'RollingUpdate') {
    checkRollingUpdate(rollingUpdate ?? {}, 'spec.updateStrategy.rollingUpdate', found);
    return;
  }
  const shown = goStruct('apps.DaemonSetUpdateStrategy', [
    ['Type', type],
    ['RollingUpdate', goPointer('apps.RollingUpdateDaemonSet', rollingUpdate !== undefined)],
  ]);
  found.push(notSupported('spec.updateStrategy', shown, ['RollingUpdate', 'OnDelete']));
}

/** kube: the same file, ValidateRollingUpdateDaemonSet */
function checkRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: Draft<RollingUpdateDaemonSet>, path: string, found: Found): void {
  checkIntOrPercent(maxUnavailable, `${path}.maxUnavailable`, found);
  checkIntOrPercent(maxSurge, `${path}.maxSurge`, found);
  checkAtMostAll(maxUnavailable, `${path}.maxUnavailable`, found);
  checkAtMostAll(maxSurge, `${path}.maxSurge`, found);
  const [unavailable, surge] = [amountOf(maxUnavailable), amountOf(maxSurge)];
  if (unavailable !== 0 && surge !== 0)
    found.push(invalid(`${path}.maxSurge`, goIntOrString(maxSurge), 'may not be set when maxUnavailable is non-zero'));
  if (unavailable === 0 && surge === 0) found.push(required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
}
