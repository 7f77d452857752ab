import assert from 'node:assert/strict';
import test from 'node:test';
import { readImages } from './image-file.ts';
import { ManifestError } from './manifest.ts';

function problemsOf(text: string): readonly string[] {
  try {
    readImages(text, 'images.yaml');
  } catch (error) {
    assert.ok(error instanceof ManifestError, String(error));
    return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
  return [];
}

test('every field says one thing', () => {
  const text = `
shop:3:
  startsAfter: 5s
  exits: {code: 1, after: 1m}
  ports: [8080, 9090]
  logs: [one, two]
  memory: 300Mi
  ignoresTerm: true
  http:
    /healthz: [{status: 200}, {status: 500, after: 60s}]
    /: 204
  files: {/etc/motd: "hello\\n"}
"registry.corp/*": {cannotBePulled: no such host}
plain: {ports: 80, logs: hello, cannotBePulled: false}
`;
  assert.deepEqual(readImages(text, 'images.yaml'), [
    {
      startsAfterMillis: 5000,
      exits: { code: 1, afterMillis: 60_000 },
      ports: [8080, 9090],
      logLines: ['one', 'two'],
      memoryBytes: 300 * 1024 * 1024,
      ignoresTerm: true,
      http: [
        {
          path: '/healthz',
          statuses: [
            { status: 200, afterMillis: 0 },
            { status: 500, afterMillis: 60_000 },
          ],
        },
        { path: '/', statuses: [{ status: 204, afterMillis: 0 }] },
      ],
      files: [['/etc/motd', 'hello\n']],
      pattern: 'shop:3',
    },
    { cannotBePulled: 'no such host', pattern: 'registry.corp/*' },
    { ports: [80], logLines: ['hello'], cannotBePulled: false, pattern: 'plain' },
  ]);
});

test('all that is wrong is told at once, with its place', () => {
  const text = `a:
  startAfter: 5s
  startsAfter: soon
  ports: [80, http]
b: 3
c:
  exits: {code: 300}
  http: {healthz: 200, /x: {status: 200, aftr: 5s}}
  memory: [1]
  __proto__: 1
`;
  assert.deepEqual(
    problemsOf(text).map((problem) => problem.slice(0, 52)),
    [
      '2:3 image "a": there is no field "startAfter"',
      '3:3 image "a", startsAfter: "soon" is not a duration',
      '4:3 image "a", ports: "http" is not a port: a whole ',
      '5:1 image "b": 3 is not a mapping with a field on ea',
      '7:3 image "c", exits: 300 is not a code: a whole num',
      '8:3 image "c", http: "healthz" is not a path: it beg',
      '9:3 image "c", memory: [1] is not an amount such as ',
      '10:3 image "c": there is no field "__proto__"',
    ],
  );
});

test('what cannot be read is told in the words of the reader of manifests', () => {
  assert.match(problemsOf('a: [1,\nb: 2\n').join(), /error parsing images.yaml/);
  assert.match(problemsOf('- a\n').join(), /1:1 \["a"\] is not a mapping with an image on each line/);
  assert.match(problemsOf('').join(), /1:1 nothing is not a mapping/);
});

test('what is too large or too deep is refused', () => {
  assert.throws(() => readImages(' '.repeat(2_000_000), 'images.yaml'), /more than 1048576 characters/);
  assert.match(problemsOf(Array.from({ length: 1001 }, (_, i) => `i${i}: {ports: 80}`).join('\n')).join(), /1001 entries are too many/);
  assert.match(problemsOf(`a: {logs: [${'x,'.repeat(2000)}]}`).join(), /2000 entries are too many/);
  assert.match(problemsOf(`a: ${'['.repeat(500)}`).join(), /nested more than 100 deep/);
});
