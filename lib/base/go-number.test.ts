import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goFloat, goNumber } from './go-number.ts';

test('floats are written as Go writes them, and whole numbers as integers', () => {
  const cases: readonly (readonly [value: number, float: string, number: string])[] = [
    [0, '0', '0'],
    [0.5, '0.5', '0.5'],
    [123456, '123456', '123456'],
    [1234567.5, '1.2345675e+06', '1.2345675e+06'],
    [1e6, '1e+06', '1000000'],
    [-(2 ** 63), '-9.223372036854776e+18', '-9223372036854775808'],
    [1e20, '1e+20', '1e+20'],
    [0.0001, '0.0001', '0.0001'],
    [-0.00001, '-1e-05', '-1e-05'],
    [5e-324, '5e-324', '5e-324'],
    [Infinity, '+Inf', '+Inf'],
    [-Infinity, '-Inf', '-Inf'],
    [NaN, 'NaN', 'NaN'],
  ];
  for (const [value, float, number] of cases) assert.deepEqual([goFloat(value), goNumber(value)], [float, number]);
  assert.equal(goFloat(-0), '-0');
});
