import assert from 'node:assert/strict';
import { filesOf, placeNode, type Files } from './files.ts';
import { advance, start, type Machine } from './machine.ts';
import { textOf } from './output.ts';

/** A script, what it prints, how it ends (0 where it is not said) and what it complains of, as the real tools do it on Debian 12. */
export type ScriptCase = readonly [script: string, stdout: string, code?: number, stderr?: string];

const folder = '/work';
const contents: readonly (readonly [name: string, content: string])[] = [
  [
    'pods.txt',
    'NAME                   READY   STATUS             RESTARTS      AGE\nweb-5d9c7b6f4d-2xk9p   1/1     Running            0             5m12s\nweb-5d9c7b6f4d-8hq2z   1/1     Running            3 (2m ago)    5m12s\ndb-0                   0/1     CrashLoopBackOff   12            2d\ndb-1                   1/1     Running            0             2d\njob-x7k2p              0/1     Completed          0             30s\ncache-7f8              0/2     Pending            0             1s\n',
  ],
  [
    'nodes.txt',
    'NAME    STATUS                     ROLES           AGE   VERSION   CPU    MEMORY\nnode1   Ready                      control-plane   10d   v1.32.0   250m   8Gi\nnode2   Ready,SchedulingDisabled   <none>          10d   v1.32.0   4      16Gi\nnode3   NotReady                   <none>          3d    v1.31.4   1500m  512Mi\n',
  ],
  ['empty', ''],
  ['nonl', 'a\nb\nc'],
  ['words', 'pear\napple\nfig\napple\nBanana\nfig\nfig\n'],
  ['nums', '10\n9\n2\n1\n33\n-5\n2\n0.5\n'],
  ['csv', 'id,name,qty\n1,apple,10\n2,pear,5\n3,fig,\n4,"x,y",7\n'],
  ['kv', 'a=1\nb=2\n# comment\nc = 3\n\nd=x=y\n'],
  ['space', '  lead\ntrail  \n\ttab\n\n a  b   c \n'],
  [
    'deploy.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels: {app: web}\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n      - name: nginx\n        image: nginx:1.25\n        ports:\n        - containerPort: 80\n      - name: side\n        image: busybox:1.36\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n',
  ],
  [
    'log.txt',
    '2024-01-01T00:00:01Z INFO start\n2024-01-01T00:00:02Z WARN slow query id=7\n2024-01-01T00:00:03Z ERROR failed: timeout\n2024-01-01T00:00:04Z INFO ok\n2024-01-01T00:00:05Z ERROR failed: refused\n',
  ],
  ['d/one.txt', 'one\n'],
  ['d/two.txt', 'two\n'],
  ['d/sub/three.md', 'three\n'],
  ['b c.txt', 'spaced\n'],
];

function folderFiles(): Files {
  let files = placeNode(filesOf(), folder, { kind: 'directory' });
  for (const [name, content] of contents) files = placeNode(files, `${folder}/${name}`, { kind: 'file', content });
  return files;
}

/** Runs a script by bash, in a folder with the outputs and texts that the cases are about, for ten minutes at most. */
export function runScript(script: string): Machine {
  const env = new Map([['HOME', '/root'], ['PATH', '/usr/local/bin:/usr/bin:/bin']]); // prettier-ignore
  const environment = { files: folderFiles(), env, cwd: folder, hostname: 'terminal', flavour: 'debian', stdin: '' } as const;
  return advance(start(['bash', '-c', script], environment, 0, 2), 600_000);
}

/** Holds each script to what the real tools do. */
export function assertPrints(cases: readonly ScriptCase[]): void {
  for (const [script, stdout, code = 0, stderr = ''] of cases) {
    const { output, state } = runScript(script);
    const found = [textOf(output, 'stdout'), state.kind === 'Exited' ? state.code : state.kind, textOf(output, 'stderr')];
    assert.deepEqual(found, [stdout, code, stderr], script);
  }
}
