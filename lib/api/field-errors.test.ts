import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aggregate,
  duplicate,
  forbidden,
  goIntOrString,
  goLabelSelector,
  goMap,
  goQuantity,
  goQuote,
  goStrings,
  internalError,
  invalid,
  notFound,
  notSupported,
  required,
  tooLong,
  tooMany,
} from './field-errors.ts';

test('errors read as Kubernetes writes them', () => {
  const cases: [{ message: string }, string][] = [
    [invalid('f', 'x', 'bad'), 'Invalid value: "x": bad'],
    [invalid('f', 3, ''), 'Invalid value: 3'],
    [invalid('f', null, 'd'), 'Invalid value: null: d'],
    [invalid('f', true, 'd'), 'Invalid value: true: d'],
    [invalid('f', { go: 'x{}' }, 'd'), 'Invalid value: x{}: d'],
    [required('f'), 'Required value'],
    [required('f', 'why'), 'Required value: why'],
    [duplicate('f', 'a'), 'Duplicate value: "a"'],
    [notFound('f', 'a'), 'Not found: "a"'],
    [notSupported('f', 'X', ['A', 'B']), 'Unsupported value: "X": supported values: "A", "B"'],
    [forbidden('f', 'no'), 'Forbidden: no'],
    [tooLong('f', 10), 'Too long: may not be more than 10 bytes'],
    [tooMany('f', 5, 3), 'Too many: 5: must have at most 3 items'],
    [internalError('f', 'oops'), 'Internal error: oops'],
  ];
  for (const [{ message }, text] of cases) assert.equal(message, text);
});

test('one error stands alone, several stand in brackets, none twice', () => {
  const [a, b] = [required('a'), required('b')];
  assert.equal(aggregate([a]), 'a: Required value');
  assert.equal(aggregate([a, a]), 'a: Required value');
  assert.equal(aggregate([a, b, a]), '[a: Required value, b: Required value]');
});

test('values look as Go prints them', () => {
  assert.equal(goQuote('a"b\\\n\x01é한\u200b😀'), '"a\\"b\\\\\\n\\x01é한\\u200b😀"');
  assert.equal(goMap({ b: '2', a: '1' }).go, 'map[string]string{"a":"1", "b":"2"}');
  assert.equal(goMap(undefined).go, 'map[string]string(nil)');
  assert.equal(goStrings(['10.96.0.77']).go, '[]string{"10.96.0.77"}');
  assert.equal(goIntOrString('0%').go, 'intstr.IntOrString{Type:1, IntVal:0, StrVal:"0%"}');
  assert.equal(goIntOrString(1).go, 'intstr.IntOrString{Type:0, IntVal:1, StrVal:""}');
  assert.equal(
    goLabelSelector({ matchLabels: { app: 'b' } }).go,
    'v1.LabelSelector{MatchLabels:map[string]string{"app":"b"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}',
  );
  assert.equal(
    goQuantity('2').go,
    'resource.Quantity{i:resource.int64Amount{value:2, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"2", Format:"DecimalSI"}',
  );
});
