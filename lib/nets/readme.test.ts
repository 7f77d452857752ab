import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';

function textOf(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The commands of a session and what follows each of them. */
function sessionIn(text: string): readonly (readonly [command: string, printed: string])[] {
  const [, session = ''] = /\n```console\n([^]*?)```\n/.exec(text) ?? [];
  return session
    .split(/^\$ /m)
    .filter((part) => part !== '')
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const);
}

test('the session in the README prints what it says', () => {
  const cluster = new Cluster({ nodes: 3 });
  const files = { 'manifests/myweb-rs.yaml': textOf('manifests/myweb-rs.yaml') };
  const session = sessionIn(textOf('README.md'));
  assert.ok(session.length > 5, 'there is a session');
  for (const [command, printed] of session) {
    const { stdout, stderr } = cluster.shell(command, { files });
    assert.equal(stdout + stderr, printed, command);
  }
});
