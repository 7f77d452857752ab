import { UsageError } from '../lib/api/errors.ts';
import { SAMPLE_IMAGE, SAMPLE_NAME, sampleManifest, samplePod } from '../lib/sample-manifest.ts';
import { topicSteps } from './define.ts';
import { readManifestFile, readManifestFiles } from './files.ts';
import { DEFAULT_NAMESPACE } from './parameters.ts';
import { expectRefusal } from './refusal.ts';
import type { ClusterWorld } from './world.ts';

const { given, when, then } = topicSteps('Manifests and workloads');

/** How objects come into the cluster. */
export const manifestSteps = [
  given(
    'a/an {kind} with {int} replica(s){place}',
    'a ReplicaSet with 3 replicas',
    (world, kind: string, replicas: number, namespace: string) => {
      workload(world, kind, { name: SAMPLE_NAME, namespace, replicas, image: SAMPLE_IMAGE });
    },
  ),
  given(
    'a/an {kind} {string}{place} with {int} replica(s){place}',
    'a ReplicaSet "web" with 3 replicas',
    (world, kind: string, name: string, before: string, replicas: number, after: string) => {
      workload(world, kind, { name, namespace: eitherPlace(before, after), replicas, image: SAMPLE_IMAGE });
    },
  ),
  given(
    'a/an {kind} with {int} replica(s) of image {string}{place}',
    'a ReplicaSet with 3 replicas of image "httpd"',
    (world, kind: string, replicas: number, image: string, namespace: string) => {
      workload(world, kind, { name: SAMPLE_NAME, namespace, replicas, image });
    },
  ),
  given(
    'a/an {kind} {string}{place} with {int} replica(s) of image {string}{place}',
    'a ReplicationController "web" with 3 replicas of image "httpd"',
    (world, kind: string, name: string, before: string, replicas: number, image: string, after: string) =>
      workload(world, kind, { name, namespace: eitherPlace(before, after), replicas, image }),
  ),
  given(
    'a pod {string} with label {string}{place}',
    'a pod "stray" with label "app=web"',
    (world, name: string, label: string, namespace: string) => {
      world.act((cluster) =>
        cluster.as('admin').apply(cluster.kind('Pod'), samplePod({ name, namespace, image: SAMPLE_IMAGE }, labelsOf(label))),
      );
    },
  ),
  given('a namespace {string}', 'a namespace "shop"', (world, name: string) => {
    world.act((cluster) => cluster.as('admin').apply(cluster.kind('Namespace'), { metadata: { name } }));
  }),
  given('the manifest {string}{place}', 'the manifest "manifests/myweb-rc.yaml"', (world, path: string, namespace: string) =>
    apply(world, [readManifestFile(path, world.featureFolder)], namespace),
  ),
  given('the manifests {string}{place}', 'the manifests "manifests/shop"', (world, path: string, namespace: string) =>
    apply(world, readManifestFiles(path, world.featureFolder), namespace),
  ),
  when('I apply {string}{place}', 'I apply "manifests/myweb-rc.yaml"', (world, path: string, namespace: string) =>
    apply(world, readManifestFiles(path, world.featureFolder), namespace),
  ),
  when('I apply{place}:', 'I apply:', (world, namespace: string, text: string) => apply(world, [{ file: 'doc string', text }], namespace)),
  then(
    'applying {string} is refused with {string}',
    'applying "bad.yaml" is refused with "spec.selector: Required value"',
    (world, path: string, words: string) => refusal(world, path, words),
  ),
  then(
    'applying{place} is refused with {string}:',
    'applying is refused with "exceeded quota":',
    (world, namespace: string, words: string, text: string) => {
      expectRefusal(world, 'applying this', words, (copy) => void copy.apply(text, { file: 'doc string', namespace }));
    },
  ),
  then('applying {string} is refused with:', 'applying "bad.yaml" is refused with:', (world, path: string, words: string) =>
    refusal(world, path, words),
  ),
];

/** The namespace may be said beside the name or at the end of the sentence; what is not said reads as "default". */
function eitherPlace(before: string, after: string): string {
  if (before !== DEFAULT_NAMESPACE && after !== DEFAULT_NAMESPACE && before !== after) {
    throw new UsageError(`the sentence names two namespaces, "${before}" and "${after}": say one`);
  }
  return before === DEFAULT_NAMESPACE ? after : before;
}

function workload(world: ClusterWorld, kindName: string, sample: Parameters<typeof sampleManifest>[1]): void {
  world.act((cluster) => {
    const kind = cluster.kind(kindName);
    return cluster.as('admin').apply(kind, sampleManifest(kind, sample));
  });
}

function apply(world: ClusterWorld, files: readonly { readonly file: string; readonly text: string }[], namespace: string): void {
  world.act((cluster) => {
    for (const { file, text } of files) cluster.apply(text, { file, namespace, warn: (warning) => world.log(`Warning: ${warning}`) });
  });
}

function refusal(world: ClusterWorld, path: string, words: string): void {
  const files = readManifestFiles(path, world.featureFolder);
  expectRefusal(world, `applying ${JSON.stringify(path)}`, words, (copy) => {
    for (const { file, text } of files) copy.apply(text, { file });
  });
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [key = '', ...value] = pair.split('=');
      if (key === '' || value.length === 0) throw new UsageError(`${JSON.stringify(pair)} is no label: write "app=web"`);
      return [key, value.join('=')];
    }),
  );
}
