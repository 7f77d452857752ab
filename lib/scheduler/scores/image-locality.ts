import type { Node } from '../../kinds/node.ts';
import { MAX_SCORE, type Cycle, type ScorePlugin } from '../plugin.ts';

const MEBIBYTE = 1024 * 1024;
const LEAST_BYTES = 23 * MEBIBYTE;
const MOST_BYTES_PER_CONTAINER = 1000 * MEBIBYTE;

/** Prefers nodes that have the pod's images already, the more so the more nodes have them. kube: pkg/scheduler/framework/plugins/imagelocality/image_locality.go */
export const imageLocality: ScorePlugin = {
  name: 'ImageLocality',
  weight: 1,
  score(cycle, feasible) {
    const { containers, initContainers = [] } = cycle.pod.spec;
    const images = [...initContainers, ...containers].map(({ image = '' }) => normalizedName(image));
    const most = MOST_BYTES_PER_CONTAINER * images.length;
    const isSpread = new Map<string, number>();
    const spreadOf = (image: string): number => {
      const known = isSpread.get(image);
      if (known !== undefined) return known;
      const share = nodesWith(cycle, image) / cycle.nodeNames.length;
      isSpread.set(image, share);
      return share;
    };
    return feasible.map(({ node }) => {
      const sizes = sizesOf(node);
      let sum = 0;
      for (const image of sizes.size === 0 ? NONE : images) {
        const size = sizes.get(image);
        if (size !== undefined) sum += Math.trunc(size * spreadOf(image));
      }
      const bounded = Math.min(Math.max(sum, LEAST_BYTES), most);
      return Math.trunc((MAX_SCORE * (bounded - LEAST_BYTES)) / (most - LEAST_BYTES));
    });
  },
};

const NONE: readonly string[] = [];
const NO_SIZES: ReadonlyMap<string, number> = new Map();
const known = new WeakMap<object, ReadonlyMap<string, number>>();

function sizesOf({ status }: Node): ReadonlyMap<string, number> {
  const { images } = status;
  if (images === undefined || images.length === 0) return NO_SIZES;
  const found = known.get(images);
  if (found !== undefined) return found;
  const sizes = new Map(images.flatMap(({ names = [], sizeBytes = 0 }) => names.map((name) => [name, sizeBytes] as const)));
  if (Object.isFrozen(images)) known.set(images, sizes);
  return sizes;
}

function nodesWith({ nodeNames, node }: Cycle, image: string): number {
  return nodeNames.filter((name) => sizesOf(node(name)!.node).has(image)).length;
}

/** kube: the same file, normalizedImageName */
function normalizedName(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
