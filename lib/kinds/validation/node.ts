import type { Node, NodeSpec, NodeStatus, Taint } from '../../api/generated/types.ts';
import { duplicate, forbidden, goFraction, goStrings, goStruct, invalid, notSupported, type FieldError } from '../../api/field-errors.ts';
import { parseCidr } from '../../base/cidr.ts';
import { labelValueProblems, qualifiedNameProblems } from '../../base/name-rules.ts';
import { milliValue, parseQuantity } from '../../base/quantity.ts';
import { isWholeResource } from '../resource-names.ts';
import { checkText, NEGATIVE, NO_CIDR, NOT_WHOLE, remembered, sortedEntries, type Draft, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';
import { TAINT_EFFECTS } from './scheduling.ts';

type Amounts = Readonly<Record<string, string>>;

/** All that is wrong with a node. kube: pkg/apis/core/validation/validation.go ValidateNode, ValidateNodeUpdate */
export function validateNode(node: Draft<Node>, old: Draft<Node> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(node, old, { name: 'subdomain', namespaced: false })];
  const { spec = {}, status = {} } = node;
  if (old === undefined) {
    // Upstream says `metadata.taints` of what is in the spec.
    checkTaints(spec.taints, 'metadata.taints', found);
    checkNodeStatus(status, found);
    checkRanges(spec.podCIDRs ?? [], found);
    return found;
  }
  checkNodeStatus(status, found);
  checkKept(spec, old.spec ?? {}, found);
  checkTaints(spec.taints, 'metadata.taints', found);
  return found;
}

/** Checks what a node says that it has. kube: the same file, ValidateNodeResources */
export function checkNodeStatus({ capacity, allocatable, addresses }: Draft<NodeStatus>, found: Found): void {
  checkAmounts(capacity, 'status.capacity', found);
  checkAmounts(allocatable, 'status.allocatable', found);
  checkAddresses(addresses, 'status.addresses', found);
}

const checkAmounts = remembered<Amounts>((amounts, path, found) => {
  for (const [name, amount] of sortedEntries(amounts)) {
    if (parseQuantity(amount).nanos < 0n) found.push(invalid(`${path}.${name}`, amount, NEGATIVE));
    if (isWholeResource(name) && milliValue(amount) % 1000 !== 0) found.push(invalid(`${path}.${name}`, goFraction(amount), NOT_WHOLE));
  }
});

const checkAddresses = remembered<NonNullable<Draft<NodeStatus>['addresses']>>((addresses, path, found) => {
  const seen = new Set<string>();
  addresses.forEach(({ type = '', address = '' }, i) => {
    const shown = goStruct('core.NodeAddress', [
      ['Type', type],
      ['Address', address],
    ]);
    if (seen.has(shown.go)) found.push(duplicate(`${path}[${i}]`, shown));
    seen.add(shown.go);
  });
});

/** kube: the same file, validateNodeTaints */
const checkTaints = remembered<readonly Draft<Taint>[]>((taints, path, found) => {
  const seen = new Set<string>();
  taints.forEach(({ key = '', value = '', effect = '', timeAdded }, i) => {
    checkText(qualifiedNameProblems, key, `${path}[${i}].key`, found);
    const problems = labelValueProblems(value);
    if (problems.length > 0) found.push(invalid(`${path}[${i}].value`, value, problems.join(';')));
    if (!TAINT_EFFECTS.includes(effect)) found.push(notSupported(`${path}[${i}].effect`, effect, TAINT_EFFECTS));
    if (seen.has(`${effect} ${key}`)) {
      const shown = goStruct('core.Taint', [
        ['Key', key],
        ['Value', value],
        ['Effect', effect],
        ['TimeAdded', { go: timeAdded ?? '<nil>' }],
      ]);
      found.push(duplicate(`${path}[${i}]`, shown, 'taints must be unique by key and effect pair'));
    }
    seen.add(`${effect} ${key}`);
  });
});

function checkRanges(ranges: readonly string[], found: Found): void {
  const path = 'spec.podCIDRs';
  const parsed = ranges.map(parseCidr);
  ranges.forEach((range, i) => {
    if (parsed[i] === undefined) found.push(invalid(`${path}[${i}]`, range, NO_CIDR));
  });
  if (ranges.length < 2) return;
  const families = new Set(ranges.map((range) => range.includes(':')));
  if (families.size !== ranges.length) found.push(invalid(path, goStrings(ranges), 'may specify no more than one CIDR for each IP family'));
  ranges.forEach((range, i) => {
    if (ranges.indexOf(range) < i) found.push(duplicate(`${path}[${i}]`, range));
  });
}

/** What a node is given once stays. */
function checkKept({ podCIDRs = [], providerID = '' }: Draft<NodeSpec>, old: Draft<NodeSpec>, found: Found): void {
  const { podCIDRs: ranges = [], providerID: provider = '' } = old;
  const refuse = (): void => void found.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  if (ranges.length > 0 && ranges.length !== podCIDRs.length) refuse();
  else for (const [i, range] of ranges.entries()) if (range !== podCIDRs[i]) refuse();
  if (provider !== '' && provider !== providerID)
    found.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'));
}
