import { formatSelector, selectorOf, SelectorError, type Labels, type LabelSelectorFields } from '../../base/labels.ts';
import { LAST_APPLIED } from '../../api/object.ts';
import { listed, orNone, type Lines } from './lines.ts';

/** Labels below each other, sorted. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go printLabelsMultiline */
export function labelLines(title: string, labels: Labels | undefined): Lines {
  return listed(title, pairsOf(labels));
}

/** Labels in one line, sorted, or `<none>`. kube: staging/src/k8s.io/apimachinery/pkg/labels/labels.go FormatLabels */
export function labelsText(labels: Labels | undefined): string {
  return orNone(pairsOf(labels).join(','));
}

function pairsOf(labels: Labels = {}): Lines {
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`);
}

/** A selector as it is written after `-l`; empty for one that selects nothing or everything. */
export function selectorText(selector: LabelSelectorFields | undefined): string {
  return formatSelector(selectorOf(selector) ?? []);
}

/** A selector as it is written after `-l`, `<none>` for an empty one, `<error>` for one that makes no sense. kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go FormatLabelSelector */
export function selectorOrNone(selector: LabelSelectorFields | undefined): string {
  try {
    return orNone(selectorText(selector));
  } catch (error) {
    if (error instanceof SelectorError) return '<error>';
    throw error;
  }
}

/** The longest annotation that stands in one line, with its key and what is between, in bytes. */
const LONGEST_LINE = 140;

/**
 * Annotations below each other, sorted, without what was applied last. A value that is long or has lines stands below its key, and its long
 * lines are cut off. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go printAnnotationsMultiline
 */
export function annotationLines(title: string, annotations: Labels = {}): Lines {
  const keys = Object.keys(annotations).filter((key) => key !== LAST_APPLIED);
  return listed(
    title,
    keys.sort().flatMap((key) => {
      const value = annotations[key]!.replace(/\n$/, '');
      const isShort = Buffer.byteLength(`${key}: ${value}`) <= LONGEST_LINE && !value.includes('\n');
      return isShort ? [`${key}: ${value}`] : [`${key}:`, ...value.split('\n').map((line) => `  ${cutOff(line, LONGEST_LINE - 2)}`)];
    }),
  );
}

/** The text, or its first bytes and three dots. */
export function cutOff(text: string, mostBytes: number): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= mostBytes ? text : `${bytes.subarray(0, mostBytes).toString('utf8')}...`;
}
