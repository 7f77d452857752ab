import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../cluster.ts';

const base = new Cluster();
for (const name of ['b', 'a', 'c'])
  base.apply(`{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}, namespace: kube-public, labels: {is: ${name}}}}`);

const NO_NAME = 'error: resource(s) were provided, but no name was specified\n';
const TWICE =
  "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'\n";

/** What lines print that name objects of the namespace kube-public. */
const CASES: readonly (readonly [line: string, printed: string])[] = [
  ['get cm a b -o name', 'configmap/a\nconfigmap/b\n'],
  ['get cm a a -o name', 'configmap/a\nconfigmap/a\n'],
  ['get cm/b cm/a -o name', 'configmap/b\nconfigmap/a\n'],
  ['get cm -l is=b -o name', 'configmap/b\n'],
  ['get cm -l is!=b,is -o name', 'configmap/a\nconfigmap/c\n'],
  ['get cm --field-selector metadata.name=c -o name', 'configmap/c\n'],
  ['get cm a nosuch -o name', 'configmap/a\nError from server (NotFound): configmaps "nosuch" not found\n'],
  ['get cm a nosuch --ignore-not-found -o name', 'configmap/a\n'],
  ['get pods,', `error: the server doesn't have a resource type ""\n`],
  ['get podz', `error: the server doesn't have a resource type "podz"\n`],
  ['get pods.v1', `error: the server doesn't have a resource type "pods"\n`],
  ['get cm.v1. a -o name', 'configmap/a\n'],
  ['get hpa.v1.autoscaling', 'No resources found in kube-public namespace.\n'],
  [
    'get ev',
    'Warning: short name "ev" could also match lower priority resource events.events.k8s.io\nNo resources found in kube-public namespace.\n',
  ],
  ['get cm cm/a', TWICE],
  ['get cm/a/b', 'error: arguments in resource/name form may not have more than one slash\n'],
  ['get cm/', 'error: arguments in resource/name form must have a single resource and name\n'],
  ['get cm a -l is=a', 'error: name cannot be provided when a selector is specified\n'],
  ['get cm a -A', 'error: a resource cannot be retrieved by name across all namespaces\n'],
  [
    'get cm -l a=b=c',
    `Error from server (BadRequest): Unable to find "/v1, Resource=configmaps" that match label selector "a=b=c", field selector "": found '=', expected: ',' or 'end of string'\n`,
  ],
  [
    'get cm --field-selector x=y',
    'Error from server (BadRequest): Unable to find "/v1, Resource=configmaps" that match label selector "", field selector "x=y": "x" is not a known field selector: only "metadata.name", "metadata.namespace"\n',
  ],
  ['get cm --sort-by=.metadata.name -o name -l is', 'configmap/a\nconfigmap/b\nconfigmap/c\n'],
  ['get cm --sort-by=.nosuch', 'No resources found in kube-public namespace.\n'],
  ['get cm --sort-by=.nosuch -o name', `error: couldn't find any field with path "{.nosuch}" in the list of objects\n`],
  ['get cm,svc --sort-by=.metadata.name', `error: couldn't find any field with path "{.metadata.name}" in the list of objects\n`],
  ['label cm', 'error: at least one label update is required\n'],
  ['label cm x=y', NO_NAME],
  ['label cm a --all x=y', 'configmap/a labeled\n'],
  ['label cm -l is --all x=y', 'error: cannot set --all and --selector at the same time\n'],
  ['label cm a x=y=z', 'error: invalid label spec: x=y=z\n'],
  ['delete cm', NO_NAME],
  ['delete podz', `error: the server doesn't have a resource type "podz"\n`],
  ['delete cm a --all', 'error: name cannot be provided when a selector is specified\n'],
  ['delete cm --all -l is', "error: setting 'all' parameter but found a non empty selector. \n"],
  ['delete cm -l is=q', 'No resources found\n'],
  ['delete cm nosuch --ignore-not-found', ''],
  ['delete cm nosuch --dry-run=client', 'configmap "nosuch" deleted (dry run)\n'],
  ['delete cm nosuch --dry-run=server', 'Error from server (NotFound): configmaps "nosuch" not found\n'],
  [
    'delete cm a --cascade=false --wait=false',
    'configmap "a" deleted\nwarning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.\n',
  ],
  ['scale cm a --replicas=1', 'Error from server (NotFound): the server could not find the requested resource\n'],
  ['cordon pod/x', 'error: expected resource of type node, got "/v1, Resource=pods"\n'],
  ['events --for foo/x', `the server doesn't have a resource type "foo"\n`],
];

describe('what a command line names', () => {
  for (const [line, printed] of CASES)
    test(`${line} prints so`, () => {
      const { stdout, stderr } = base.fork().kubectl(`-n kube-public ${line}`);
      const [said, warned] = [stdout + stderr, stderr + stdout];
      assert.ok(said === printed || warned === printed, `${JSON.stringify(said)} is not ${JSON.stringify(printed)}`);
    });
});
