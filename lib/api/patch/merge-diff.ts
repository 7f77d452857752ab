import { isMapping, same } from '../../base/merge.ts';
import type { Fields } from '../object.ts';

/** The JSON merge patch (RFC 7386) that makes `modified` of `original`. */
function mergeDifference(original: Fields, modified: Fields): Fields {
  const patch = new Map<string, unknown>();
  for (const [name, next] of Object.entries(modified)) {
    const before = Object.hasOwn(original, name) ? original[name] : undefined;
    if (same(before, next)) continue;
    patch.set(name, isMapping(before) && isMapping(next) ? mergeDifference(before, next) : next);
  }
  for (const name of Object.keys(original)) if (!Object.hasOwn(modified, name)) patch.set(name, null);
  return Object.fromEntries(patch);
}

/**
 * The JSON merge patch that gives `current` all that `modified` says, and takes from it what `original` said and `modified` no longer does.
 * kube: staging/src/k8s.io/apimachinery/pkg/util/jsonmergepatch/patch.go CreateThreeWayJSONMergePatch
 */
export function threeWayMergePatch(original: Fields, modified: Fields, current: Fields): Fields {
  const changes = only(mergeDifference(current, modified), false);
  return united(only(mergeDifference(original, modified), true), changes);
}

/** Of a patch, the nulls alone, or all but the nulls. */
function only(patch: Fields, nulls: boolean): Fields {
  const kept = new Map<string, unknown>();
  for (const [name, value] of Object.entries(patch)) {
    if (isMapping(value)) {
      const part = only(value, nulls);
      if (Object.keys(part).length > 0 || (!nulls && Object.keys(value).length === 0)) kept.set(name, part);
    } else if ((value === null) === nulls) kept.set(name, value);
  }
  return Object.fromEntries(kept);
}

function united(first: Fields, second: Fields): Fields {
  const result = new Map(Object.entries(first));
  for (const [name, value] of Object.entries(second)) {
    const before = result.get(name);
    result.set(name, isMapping(before) && isMapping(value) ? united(before, value) : value);
  }
  return Object.fromEntries(result);
}
