import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const firstFeature = `Feature: A ReplicaSet keeps its pods

  Background:
    Given a cluster with 3 nodes
    And the manifest "manifests/web.yaml"

  Scenario: A deleted pod is replaced
    When I delete one pod of ReplicaSet "web"
    Then ReplicaSet "web" has 3 ready pods
`;

const firstManifest = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx:1.25
          ports:
            - containerPort: 80
`;

const firstFiles: readonly (readonly [path: string, content: string])[] = [
  ['features/first.feature', firstFeature],
  ['manifests/web.yaml', firstManifest],
];

/** Writes a first feature and its manifest into a folder; what is there already is kept. Returns what to print: each file, then the next command. */
export function init(folder: string, cwd: string): string {
  const lines = firstFiles.map(([path, content]) => {
    const file = join(resolve(cwd, folder), path);
    mkdirSync(dirname(file), { recursive: true });
    return `${writeNew(file, content) ? 'wrote' : 'kept '}  ${relative(cwd, file)}`;
  });
  const place = relative(cwd, resolve(cwd, folder));
  return [...lines, '', `next:  ${place === '' ? '' : `cd ${place} && `}npx gherkube run`, ''].join('\n');
}

/** Whether the file was written; one that exists is left alone. */
function writeNew(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
