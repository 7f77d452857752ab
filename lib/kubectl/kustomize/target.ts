import { matchesLabels, parseSelector, SelectorError } from '../../base/labels.ts';
import { isMapping } from '../../base/merge.ts';
import { compilePattern, type Matcher } from '../../base/re2/re2.ts';
import { PatternError } from '../../base/re2/syntax.ts';
import type { Target } from './kustomization.ts';
import { KustomizeError } from './kustomize-error.ts';
import { effectiveNamespace, identityOf, originalIdentityOf, type Resource } from './resource.ts';

/** Tells the resources that a target means, by what they are called now or were called at first. Throws a KustomizeError for a pattern or selector that cannot be read. kube: sigs.k8s.io/kustomize/api/resmap/reswrangler.go Select */
export function targetMatcher(target: Target): (resource: Resource) => boolean {
  const [name, namespace, group, version, kind] = (['name', 'namespace', 'group', 'version', 'kind'] as const).map((field) =>
    anchoredMatcher(target[field] ?? ''),
  ) as [Matcher, Matcher, Matcher, Matcher, Matcher];
  const labels = selectorOf(target.labelSelector);
  const annotations = selectorOf(target.annotationSelector);
  return (resource) => {
    const [now, first] = [identityOf(resource), originalIdentityOf(resource)];
    return (
      [now, first].some((identity) => namespace(effectiveNamespace(identity))) &&
      [now, first].some((identity) => name(identity.name)) &&
      group(now.group) &&
      version(now.version) &&
      kind(now.kind) &&
      (labels === undefined || matchesLabels(labels, textsAt(resource, 'labels'))) &&
      (annotations === undefined || matchesLabels(annotations, textsAt(resource, 'annotations')))
    );
  };
}

/** A pattern that has to match all of a text; an empty one matches everything. kube: sigs.k8s.io/kustomize/api/types/selector.go anchorRegex */
function anchoredMatcher(pattern: string): Matcher {
  return pattern === '' ? () => true : patternMatcher(`^(?:${pattern})$`);
}

/** Throws a KustomizeError for what is no pattern. */
export function patternMatcher(pattern: string): Matcher {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) throw new KustomizeError(error.message);
    throw error;
  }
}

function selectorOf(text = ''): ReturnType<typeof parseSelector> | undefined {
  try {
    return text === '' ? undefined : parseSelector(text);
  } catch (error) {
    if (error instanceof SelectorError) throw new KustomizeError(error.message);
    throw error;
  }
}

function textsAt({ object }: Resource, field: string): Readonly<Record<string, string>> {
  const { metadata } = object;
  const texts = isMapping(metadata) ? metadata[field] : undefined;
  return isMapping(texts) ? Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, String(value)])) : {};
}
