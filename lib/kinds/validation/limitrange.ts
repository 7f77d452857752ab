import type { LimitRange, LimitRangeItem } from '../../api/generated/types.ts';
import { duplicate, forbidden, goQuantity, invalid, required, type FieldError } from '../../api/field-errors.ts';
import { qualifiedNameProblems } from '../../base/name-rules.ts';
import { compareQuantities, milliValue } from '../../base/quantity.ts';
import type { Amounts } from '../amounts.ts';
import { isOvercommitAllowed } from '../resource-names.ts';
import { checkText, type Draft, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';
import { checkContainerResource, checkResourceName } from './resources.ts';

const TYPES: ReadonlySet<string> = new Set(['Pod', 'Container', 'PersistentVolumeClaim']);

/** All that is wrong with a LimitRange. kube: pkg/apis/core/validation/validation.go ValidateLimitRange */
export function validateLimitRange(range: Draft<LimitRange>, old: Draft<LimitRange> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(range, old, { name: 'subdomain', namespaced: true })];
  const types = new Set<string>();
  (range.spec?.limits ?? []).forEach((item, i) => {
    const { type = '' } = item;
    const path = `spec.limits[${i}]`;
    checkType(type, `${path}.type`, found);
    if (types.has(type)) found.push(duplicate(`${path}.type`, type));
    types.add(type);
    checkItem(item, path, found);
  });
  return found;
}

function checkType(type: string, path: string, found: Found): void {
  const before = found.length;
  checkText(qualifiedNameProblems, type, path, found);
  if (found.length === before && !type.includes('/') && !TYPES.has(type))
    found.push(invalid(path, type, 'must be a standard limit type or fully qualified'));
}

function checkItem(item: Draft<LimitRangeItem>, path: string, found: Found): void {
  const isPod = item.type === 'Pod';
  const checkName = isPod || item.type === 'Container' ? checkContainerResource : checkResourceName;
  const names = new Set<string>();
  for (const field of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const) {
    if (field === 'maxLimitRequestRatio') checkClaimLimits(item, path, found);
    const amounts = Object.keys(item[field] ?? {}).sort();
    if (isPod && (field === 'default' || field === 'defaultRequest')) {
      if (amounts.length > 0) found.push(forbidden(`${path}.${field}`, "may not be specified when `type` is 'Pod'"));
      continue;
    }
    for (const name of amounts) {
      checkName(name, `${path}.${field}[${name}]`, found);
      names.add(name);
    }
  }
  const said: Said = isPod ? { ...item, default: {}, defaultRequest: {} } : item;
  for (const name of [...names].sort()) {
    checkOrder(name, said, path, found);
    checkRatio(name, said, path, found);
    checkOvercommit(name, said, path, found);
  }
}

function checkClaimLimits({ type, min, max }: Said, path: string, found: Found): void {
  if (type !== 'PersistentVolumeClaim' || amountOf(min, 'storage') !== undefined || amountOf(max, 'storage') !== undefined) return;
  found.push(required(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided'));
}

type Said = Draft<LimitRangeItem>;

/** What may not be more than what, which of the two is shown, and how both are called. */
const ORDER = [
  { less: 'min', more: 'max', at: 'min', shown: 'min', words: ['min', 'max'] },
  { less: 'min', more: 'defaultRequest', at: 'defaultRequest', shown: 'defaultRequest', words: ['min', 'default request'] },
  { less: 'defaultRequest', more: 'max', at: 'defaultRequest', shown: 'defaultRequest', words: ['default request', 'max'] },
  { less: 'defaultRequest', more: 'default', at: 'defaultRequest', shown: 'defaultRequest', words: ['default request', 'default limit'] },
  { less: 'min', more: 'default', at: 'default', shown: 'min', words: ['min', 'default'] },
  { less: 'default', more: 'max', at: 'default', shown: 'max', words: ['default', 'max'] },
] as const;

function checkOrder(name: string, said: Said, path: string, found: Found): void {
  for (const { less, more, at, shown, words } of ORDER) {
    const [small, large] = [amountOf(said[less], name), amountOf(said[more], name)];
    if (small === undefined || large === undefined || compareQuantities(small, large) <= 0) continue;
    const rule = `${words[0]} value ${small} is greater than ${words[1]} value ${large}`;
    found.push(invalid(`${path}.${at}[${name}]`, goQuantity(amountOf(said[shown], name)!), rule));
  }
}

function checkRatio(name: string, { maxLimitRequestRatio, min, max }: Said, path: string, found: Found): void {
  const [ratio, least, most] = [amountOf(maxLimitRequestRatio, name), amountOf(min, name), amountOf(max, name)];
  if (ratio === undefined || least === undefined || most === undefined) return;
  const possible = milliValue(most) / milliValue(least);
  // Nothing divided by nothing is less than no ratio.
  if (!(milliValue(ratio) / 1000 > possible)) return;
  const rule = `ratio ${ratio} is greater than max/min = ${possible.toFixed(6)}`;
  found.push(invalid(`${path}.maxLimitRequestRatio[${name}]`, goQuantity(ratio), rule));
}

function checkOvercommit(name: string, said: Said, path: string, found: Found): void {
  const [limit, request] = [amountOf(said.default, name), amountOf(said.defaultRequest, name)];
  if (limit === undefined || request === undefined || isOvercommitAllowed(name) || compareQuantities(limit, request) === 0) return;
  const rule = `default value ${limit} must equal to defaultRequest value ${request} in ${name}`;
  found.push(invalid(`${path}.defaultRequest[${name}]`, goQuantity(request), rule));
}

function amountOf(amounts: Amounts | undefined, name: string): string | undefined {
  return amounts !== undefined && Object.hasOwn(amounts, name) ? amounts[name] : undefined;
}
