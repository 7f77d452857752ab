import { isMapping } from '../../base/merge.ts';
import { changedAtAll, sameUnlessChanged, type Change, type FieldSpec } from './field-path.ts';
import type { ImageRule } from './kustomization.ts';
import type { Resource } from './resource.ts';
import { patternMatcher } from './target.ts';
import type { Fields } from '../../api/object.ts';

const TAG = '(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?';

/** Makes other images of those that a rule names, wherever containers are listed. kube: sigs.k8s.io/kustomize/api/filters/imagetag */
export function imageChange(rule: ImageRule): (resource: Resource) => Resource {
  const { name = '' } = rule;
  const isMeant = patternMatcher(`^${name}${TAG}$`);
  const change = (image: unknown): unknown => (typeof image === 'string' && isMeant(image) ? renamed(image, rule) : image);
  return (resource) => {
    const { object } = resource;
    const listed = object['kind'] === 'CustomResourceDefinition' ? resource : { ...resource, object: changed(object, change) as Fields };
    // These are gone through a second time, as kustomize does: a suffix is put to them twice.
    return changedAtAll(listed, IMAGES, change);
  };
}

// kube: sigs.k8s.io/kustomize/api/internal/konfig/builtinpluginconsts/images.go
const IMAGES: readonly FieldSpec[] = ['spec', 'spec/template/spec'].flatMap((spec) =>
  ['containers', 'initContainers'].map((list) => ({ path: `${spec}/${list}[]/image` })),
);

/** What does not change is shared. */
function changed(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return sameUnlessChanged(value, (item) => changed(item, change));
  if (!isMapping(value)) return value;
  let next = value;
  for (const [name, part] of Object.entries(value)) {
    const within = changed(part, change);
    const isList = (name === 'containers' || name === 'initContainers') && Array.isArray(within);
    const after = isList ? sameUnlessChanged(within, (container) => withImage(container, change)) : within;
    if (after !== part) next = { ...next, [name]: after };
  }
  return next;
}

function withImage(container: unknown, change: Change): unknown {
  if (!isMapping(container) || !Object.hasOwn(container, 'image')) return container;
  const image = change(container['image']);
  return image === container['image'] ? container : { ...container, image };
}

function renamed(image: string, { newName = '', newTag = '', tagSuffix = '', digest = '' }: ImageRule): string {
  const parts = partsOf(image);
  const name = newName === '' ? parts.name : newName;
  const isPinned = newTag === '' && digest !== '';
  const tag = newTag === '' ? (isPinned ? '' : `${parts.tag}${tagSuffix}`) : newTag;
  const sum = newTag === '' && digest === '' ? (tagSuffix === '' ? parts.digest : '') : digest;
  return `${name}${tag === '' ? '' : `:${tag}`}${sum === '' ? '' : `@${sum}`}`;
}

/** A registry may have a port: a colon before the first slash begins no tag. kube: sigs.k8s.io/kustomize/api/internal/image/image.go Split */
function partsOf(image: string): { readonly name: string; readonly tag: string; readonly digest: string } {
  const slash = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', slash);
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.indexOf(':', slash);
  return {
    name: colon < 0 ? named : named.slice(0, colon),
    tag: colon < 0 ? '' : named.slice(colon + 1),
    digest: at < 0 ? '' : image.slice(at + 1),
  };
}
