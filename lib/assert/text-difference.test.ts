import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceMarks, fromDifference, lineDifference } from './text-difference.ts';

const short = (expected: string, actual: string) =>
  lineDifference(expected.split(','), actual.split(',')).map(({ sign, text }) => `${sign}${text}`);

test('equal lines far from a difference are counted', () => {
  assert.deepEqual(short('a,b,c,d,e,f,g,h', 'a,b,c,d,e,F,g,h'), [' ... 3 more lines as expected', ' d', ' e', '-f', '+F', ' g', ' h']);
});

test('a line that is left out would not be shorter than its count', () => {
  assert.deepEqual(short('a,b,c,d', 'a,b,c,D'), [' a', ' b', ' c', '-d', '+D']);
});

test('spaces at the end of a changed line are shown', () => {
  assert.deepEqual(short('a ,b ', 'a ,b'), [' a ', '-b·', '+b']);
});

test('texts that differ everywhere are shown one after the other, in no time', () => {
  const lines = (word: string) => Array.from({ length: 5_000 }, (_, index) => `${word}${index}`);
  const difference = lineDifference(lines('a'), lines('b'));
  assert.equal(difference.length, 10_000);
  assert.equal(difference[4_999]!.sign, '-');
});

test('marks stand under what differs in long texts that are much alike', () => {
  const image = 'registry.example.com/nginx:1.26';
  assert.equal(differenceMarks(image, `${image.slice(0, -2)}30`), `${' '.repeat(29)}^^`);
  assert.equal(differenceMarks('nginx:1.26', 'nginx:1.25'), undefined);
  assert.equal(differenceMarks('a'.repeat(30), 'b'.repeat(30)), undefined);
});

test('long texts are cut to where they begin to differ', () => {
  assert.deepEqual(fromDifference('abcdefgh-1', 'abcdefgh-2', 5, 2), ['…h-1', '…h-2']);
  assert.deepEqual(fromDifference('short-1', 'short-2', 20, 2), ['short-1', 'short-2']);
});
