import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { differences } from './tidy/differences.ts';
import { covers, exceptions } from './tidy/exceptions.ts';
import { rules } from './tidy/rules.ts';
import { placeOf, readTree, treeOf, unmarked } from './tidy/source.ts';

const tree = readTree(fileURLToPath(new URL('..', import.meta.url)));
const breaches = new Map(rules.map((rule) => [rule, rule.check(tree)]));

for (const { title, check, examples } of rules) {
  test(`the rule "${title}" catches what it is for, and nothing else`, () => {
    const judged = examples.map((example) => {
      const { tree: small, places } = unmarked(example);
      const found = check(small).map(placeOf);
      assert.deepEqual(found.sort(), [...places].sort(), `in the example ${JSON.stringify(example)}`);
      return places.length > 0;
    });
    assert.ok(judged.includes(true), 'it needs an example of what it catches');
    assert.ok(judged.includes(false), 'it needs an example of what it lets pass');
  });
}

for (const [{ title }, found] of breaches) {
  test(title, () => {
    const open = found.filter((violation) => !exceptions.some((exception) => covers(exception, violation)));
    assert.ok(open.length === 0, open.map((violation) => `\n${placeOf(violation)} ${violation.message}`).join(''));
  });
}

test('every exception from the rules is still needed and says why', () => {
  const all = [...breaches.values()].flat();
  for (const exception of exceptions) {
    assert.ok(
      all.some((violation) => covers(exception, violation)),
      `nothing needs it any more: ${JSON.stringify(exception)}`,
    );
    assert.match(exception.reason, /\w+ \w+ \w+/);
  }
});

test('a reason for a difference is collected over its lines, up to the next breadcrumb', () => {
  const text =
    '\n// unlike kube: there is\n//   no wait.\n// kube: pkg/x.go Wait\n/**\n * Waits. unlike kube: not\n * long.\n * kube: pkg/y.go\n */';
  const { sources } = treeOf([{ path: 'lib/api/a.ts', text }]);
  assert.deepEqual(differences(sources), [
    { file: 'lib/api/a.ts', line: 2, reason: 'there is no wait.' },
    { file: 'lib/api/a.ts', line: 6, reason: 'not long.' },
  ]);
});
