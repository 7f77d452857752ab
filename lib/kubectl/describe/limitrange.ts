import { LimitRangeKind, type LimitRange } from '../../kinds/limitrange.ts';
import { amountText } from './amounts.ts';
import { defineDescriber } from './describer.ts';
import { field, lines, tableLines, type Lines } from './lines.ts';

/** What is said of a LimitRange: a table of its limits. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeLimitRange */
export const limitRangeDescriber = defineDescriber<LimitRange>({
  kind: LimitRangeKind,
  subjects: undefined,
  lines: (range) => lines(field('Name', range.metadata.name), field('Namespace', range.metadata.namespace), limitTable([range])),
});

/** All limits of a namespace in one table. kube: the same file, DescribeLimitRanges */
export function limitLines(ranges: readonly LimitRange[]): Lines {
  if (ranges.length === 0) return ['No LimitRange resource.'];
  return ['Resource Limits', ...limitTable(ranges).map((line) => ` ${line}`)];
}

const HEADINGS = ['Type', 'Resource', 'Min', 'Max', 'Default Request', 'Default Limit', 'Max Limit/Request Ratio'];

function limitTable(ranges: readonly LimitRange[]): Lines {
  return tableLines(
    HEADINGS,
    ranges.flatMap(({ spec }) => (spec?.limits ?? []).flatMap(limitRows)),
  );
}

type Limit = NonNullable<NonNullable<LimitRange['spec']>['limits']>[number];

function limitRows({ type, min = {}, max = {}, defaultRequest = {}, default: standard = {}, maxLimitRequestRatio = {} }: Limit): Lines[] {
  const columns = [min, max, defaultRequest, standard, maxLimitRequestRatio];
  // unlike kube: resources are sorted, where Go takes them as they come.
  const names = [...new Set(columns.flatMap((amounts) => Object.keys(amounts)))].sort();
  return names.map((name) => {
    const amounts = columns.map(({ [name]: amount }) => (amount === undefined ? '-' : amountText(amount)));
    return [type, name, ...amounts];
  });
}
