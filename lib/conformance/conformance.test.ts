import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { parseRecording } from './recording.ts';
import { replay, type Replayed } from './replay.ts';

const folder = new URL('recordings/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.kt$/, ''));

function told({ differences }: Replayed): string {
  return differences
    .map(({ command, expected, printed }) => `$ ${command}\n--- Kubernetes\n${expected.join('\n')}\n--- here\n${printed.join('\n')}`)
    .join('\n\n');
}

let [commands, differing] = [0, 0];

for (const name of names) {
  const known = KNOWN_DIFFERENCES.get(name);
  test(`${name} prints what Kubernetes printed${known === undefined ? '' : `, but for ${known.commands} commands: ${known.reason}`}`, () => {
    const replayed = replay(parseRecording(readFileSync(new URL(`${name}.kt`, folder), 'utf8')));
    commands += replayed.commands;
    differing += replayed.differences.length;
    assert.equal(replayed.differences.length, known?.commands ?? 0, told(replayed));
  });
}

test('nine commands of ten agree, though some of the recordings are about kinds without a controller', () => {
  assert.ok(commands > 1000, `only ${commands} commands were played`);
  assert.ok(differing / commands < 0.1, `${differing} of ${commands} commands differ`);
});

test('what is known to differ has a reason, and is about a recording that there is', () => {
  for (const [name, { reason }] of KNOWN_DIFFERENCES) {
    assert.ok(names.includes(name), `there is no recording ${name}`);
    assert.match(reason, /\w+ \w+/);
  }
});

test('a recording that lies is found out', () => {
  const { differences } = replay(parseRecording('$ kubectl get pods\nNAME READY\n'));
  assert.deepEqual(
    differences.map(({ printed }) => printed),
    [['No resources found in default namespace.']],
  );
});
