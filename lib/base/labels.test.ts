import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatSelector,
  matchesLabels,
  parseSelector,
  selectorOf,
  selectorOfLabels,
  SelectorError,
  type Labels,
  type Requirement,
} from './labels.ts';

test('every operator selects what Kubernetes says it selects', () => {
  const labels: Labels = { app: 'web', env: 'dev', n: '5', empty: '' };
  const cases: [string, boolean][] = [
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app=api', false],
    ['app!=api', true],
    ['nope!=x', true],
    ['nope=x', false],
    ['app in (api, web)', true],
    ['app in (api)', false],
    ['app notin (api)', true],
    ['nope notin (api)', true],
    ['app', true],
    ['nope', false],
    ['!nope', true],
    ['!app', false],
    ['n>4', true],
    ['n>5', false],
    ['n<6', true],
    ['app>1', false],
    ['empty=', true],
    ['empty in ()', true],
    ['app=web,env=dev', true],
    ['app=web,env=prod', false],
    ['constructor', false],
    ['!toString', true],
  ];
  for (const [text, expected] of cases) assert.equal(matchesLabels(parseSelector(text), labels), expected, text);
});

test('no selector selects nothing, the empty one everything', () => {
  assert.equal(matchesLabels(selectorOf(undefined), { a: 'b' }), false);
  assert.equal(matchesLabels(selectorOf({}), undefined), true);
  assert.equal(matchesLabels(selectorOf({ matchLabels: {} }), { a: 'b' }), true);
});

test('a selector prints as kubectl prints it', () => {
  const cases: [string, string][] = [
    ['b=2,a=1', 'a=1,b=2'],
    ['a==1', 'a==1'],
    ['a!=1', 'a!=1'],
    ['a in (y,x)', 'a in (x,y)'],
    ['a notin(x)', 'a notin (x)'],
    ['!a , b', '!a,b'],
    ['a>1,b<2', 'a>1,b<2'],
    ['in in (in,notin)', 'in in (in,notin)'],
    ['a in (,b,)', 'a in (,b)'],
  ];
  for (const [text, printed] of cases) assert.equal(formatSelector(parseSelector(text)), printed);
  const selector = selectorOf({
    matchLabels: { app: 'web' },
    matchExpressions: [
      { key: 'a', operator: 'NotIn', values: ['x', 'b'] },
      { key: 'z', operator: 'DoesNotExist' },
    ],
  });
  assert.equal(formatSelector(selector), 'a notin (b,x),app=web,!z');
});

test('a selector that cannot be read is refused in the words of the API', () => {
  const cases: [string, string | RegExp][] = [
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['app in db', "unable to parse requirement: found 'db' expected: '('"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['x=a app', "found 'app', expected: ',' or 'end of string'"],
    ['a=b,', "found '', expected: identifier after ','"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (b=c)', "unable to parse requirement: found '=', expected: ',' or ')'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a=(b)', "unable to parse requirement: found '(', expected: identifier"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a>x', "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"],
    ['-a=b', /^unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of/],
    ['a=-b', /^unable to parse requirement: values\[0\]\[a\]: Invalid value: "-b": a valid label must be/],
  ];
  for (const [text, message] of cases) {
    assert.throws(
      () => parseSelector(text),
      (error) => error instanceof SelectorError && (typeof message === 'string' ? error.message === message : message.test(error.message)),
      text,
    );
  }
});

test('a label selector with an operator that does not exist is refused', () => {
  assert.throws(() => selectorOf({ matchExpressions: [{ key: 'a', operator: 'Foo' }] }), SelectorError);
  assert.throws(() => selectorOf({ matchExpressions: [{ key: 'a', operator: 'In' }] }), SelectorError);
  assert.throws(() => selectorOf({ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['x'] }] }), SelectorError);
});

const name = fc.constantFrom('a', 'b', 'app', 'x.io/tier', 'n');
const value = fc.constantFrom('', 'x', 'y', 'web', '1', '2', '10');
const labelSet = fc.dictionary(name, value);
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({ key: name, operator: fc.constantFrom('=' as const, '==' as const, '!=' as const), values: fc.tuple(value) }),
  fc.record({
    key: name,
    operator: fc.constantFrom('in' as const, 'notin' as const),
    values: fc.uniqueArray(value, { minLength: 1 }).map((list) => list.sort()),
  }),
  fc.record({ key: name, operator: fc.constantFrom('exists' as const, '!' as const), values: fc.constant([]) }),
  fc.record({ key: name, operator: fc.constantFrom('gt' as const, 'lt' as const), values: fc.tuple(fc.constantFrom('1', '2', '10')) }),
);

/** The slow and obvious meaning of a requirement. */
function naive({ key, operator, values }: Requirement, labels: Labels): boolean {
  const entry = Object.entries(labels).find(([name]) => name === key);
  const isOne = values.some((wanted) => wanted === entry?.[1]);
  if (operator === '!' || operator === 'exists') return (entry !== undefined) === (operator === 'exists');
  if (operator === '!=' || operator === 'notin') return !isOne;
  if (operator === 'gt' || operator === 'lt') {
    if (entry === undefined || !/^\d+$/.test(entry[1])) return false;
    return operator === 'gt' ? Number(entry[1]) > Number(values[0]) : Number(entry[1]) < Number(values[0]);
  }
  return entry !== undefined && isOne;
}

test('matching agrees with a naive twin, and a printed selector reads back', () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 4 }), labelSet, (requirements, labels) => {
      const expected = requirements.every((one) => naive(one, labels));
      assert.equal(matchesLabels(requirements, labels), expected);
      const read = parseSelector(formatSelector(requirements));
      assert.equal(matchesLabels(read, labels), expected);
      assert.equal(formatSelector(parseSelector(formatSelector(read))), formatSelector(read));
    }),
  );
});

test('labels select themselves', () => {
  fc.assert(fc.property(labelSet, (labels) => matchesLabels(selectorOfLabels(labels), labels)));
});

test('parsing anything ends in a selector or a SelectorError', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab=!(),<> \t]*$/), (text) => {
      try {
        parseSelector(text);
      } catch (error) {
        assert.ok(error instanceof SelectorError);
      }
    }),
  );
  assert.throws(() => parseSelector(`${'a,'.repeat(100_000)}=`), SelectorError);
});
