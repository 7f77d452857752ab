import type { ImageOverrides } from './overrides.ts';
import type { ImageProfile } from './profile.ts';
import { profileOf } from './profile.ts';
import { pullFailure } from './pull.ts';
import type { ImageReference } from './reference.ts';
import { imageId, imageSize, isImageReference, parseImage } from './reference.ts';

/** All that the kubelet asks about an image name. */
export interface KnownImage {
  readonly reference: ImageReference;
  /** `docker.io/library/nginx:1.27`: what statuses show. */
  readonly fullName: string;
  /** `<repository>@sha256:<64 hex>`. */
  readonly imageId: string;
  readonly sizeBytes: number;
  readonly profile: ImageProfile;
  /** Why it cannot be pulled, as the kubelet shows it. */
  readonly pullFailure?: string;
}

/** A text that is no image name: the kubelet's sentence. */
export interface UnknownImage {
  readonly invalid: string;
}

/** What a cluster knows about an image: what its name says, and what the scenario says about it; `invalid` is the kubelet's sentence. */
export function imageOf(environment: { readonly images: readonly unknown[] }, image: string): KnownImage | UnknownImage {
  // The control floor, which carries the environment, lies below this one and cannot name the type.
  const overrides = environment.images as ImageOverrides;
  let names = known.get(overrides);
  if (names === undefined) known.set(overrides, (names = new Map<string, KnownImage | UnknownImage>()));
  let found = names.get(image);
  if (found === undefined) names.set(image, (found = lookUp(overrides, image)));
  return found;
}

/** What a name means does not change while the scenario says nothing new. */
const known = new WeakMap<ImageOverrides, Map<string, KnownImage | UnknownImage>>();

function lookUp(overrides: ImageOverrides, image: string): KnownImage | UnknownImage {
  const reference = parseImage(image);
  if (!isImageReference(reference)) return { invalid: reference.message };
  const failure = pullFailure(reference, overrides);
  return {
    reference,
    fullName: reference.name,
    imageId: imageId(reference),
    sizeBytes: imageSize(reference),
    profile: profileOf(reference, overrides),
    ...(failure === undefined ? {} : { pullFailure: failure }),
  };
}
