import { goPrinted } from '../../base/go-print.ts';
import { fieldsOf, type Fields, type KubeObject } from '../../api/object.ts';
import { isMapping } from '../../base/merge.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, under, type Lines } from './lines.ts';

/** What is told before everything else, or not at all. */
const TOLD = new Set(['name', 'namespace', 'labels', 'annotations', 'managedFields']);

/** Any object as a tree of its fields. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go genericDescriber */
export function genericLines(object: KubeObject): Lines {
  const { metadata } = object;
  const rest = Object.entries(metadata).filter(([name]) => !TOLD.has(name));
  return lines(
    field('Name', metadata.name),
    field('Namespace', metadata.namespace ?? ''),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    treeLines({ ...fieldsOf(object), metadata: Object.fromEntries(rest) }),
  );
}

/** kube: the same file, printUnstructuredContent */
function treeLines(content: Fields): Lines {
  return Object.keys(content)
    .sort()
    .flatMap((name) => {
      const value = content[name];
      const title = titleOf(name);
      if (Array.isArray(value)) return under(title, value.flatMap(itemLines));
      return isMapping(value) ? under(title, treeLines(value)) : [`${title}:\t${goPrinted(value)}`];
    });
}

function itemLines(item: unknown): Lines {
  return isMapping(item) ? treeLines(item) : [goPrinted(item)];
}

const ACRONYMS = new Set(['API', 'URL', 'UID', 'OSB', 'GUID']);

/** The name of a field in words: `creationTimestamp` becomes `Creation Timestamp`. kube: the same file, smartLabelFor */
function titleOf(name: string): string {
  if (/[^\p{L}-]/u.test(name)) return name;
  return wordsOf(name)
    .map((word) => (ACRONYMS.has(word.toUpperCase()) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}

/** A name split where its letters change their case; the last capital of several goes with what follows. kube: github.com/fatih/camelcase Split */
function wordsOf(name: string): readonly string[] {
  const runs = name.match(/\p{Ll}+|\p{Lu}+|[^\p{Ll}\p{Lu}]+/gu) ?? [];
  const words: string[] = [];
  let carried = '';
  runs.forEach((run, i) => {
    const isBeforeSmall = /^\p{Lu}/u.test(run) && /^\p{Ll}/u.test(runs[i + 1] ?? '');
    const kept = isBeforeSmall ? run.slice(0, -1) : run;
    if (carried + kept !== '') words.push(carried + kept);
    carried = isBeforeSmall ? run.slice(-1) : '';
  });
  return words;
}
