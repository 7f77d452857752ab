import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { typed } from '../../nets/terminal-fixture.ts';

const base = new Cluster();
base.apply(`apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: c, image: "nginx:1"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: absent}
spec: {containers: [{name: c, image: "nosuchimage:1"}]}
`);
base.advance('30s');

test('kubectl events lists what has happened, the latest last', () => {
  const lines = typed(base, 'kubectl events --for pod/web').trimEnd().split('\n');
  assert.match(lines[0]!, /^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE$/);
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(/ {2,}/).slice(1, 4)),
    ['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'].map((reason) => ['Normal', reason, 'Pod/web']),
  );
  const warnings = typed(base, 'kubectl events --types=warning --no-headers');
  assert.match(warnings, /^(\d+s( \(x\d+ over \d+s\))? +Warning +\w+ +Pod\/absent +.*\n)+$/);
  assert.match(typed(base, 'kubectl events -A'), /^NAMESPACE +LAST SEEN/);
  assert.match(typed(base, 'kubectl events --for=pod/web -o name'), /^(event\/web\.\w+\n){5}$/);
});

test('kubectl events says where there is nothing, or nothing was understood', () => {
  assert.equal(
    typed(base, 'kubectl events -n kube-public', 'kubectl events --for x', 'kubectl events --types=x'),
    `No events found in kube-public namespace.
error: --for must be in resource/name form
[exit 1]
error: valid --types are Normal or Warning
[exit 1]
`,
  );
});

test('kubectl events -w tells of what comes', () => {
  const printed = typed(base.fork(), 'timeout 60 kubectl events --for pod/absent -w | grep -c BackOff');
  assert.ok(Number(printed) > 1, printed);
});
