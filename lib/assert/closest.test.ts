import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noSuchObject } from './closest.ts';

const pods = { singular: 'pod', plural: 'pods' };
const named = (...names: readonly string[]) => names.map((name) => ({ name, namespace: 'default' }));

for (const { wanted, candidates, sentence } of [
  { wanted: { name: 'web-1' }, candidates: [], sentence: 'there is no pod "web-1"; there are no pods at all' },
  { wanted: { name: 'web-1' }, candidates: named('db', 'web-1x'), sentence: 'there is no pod "web-1"; the closest is "web-1x"' },
  {
    wanted: { name: 'web' },
    candidates: named('web-7d4b9c-m2c4q', 'web-7d4b9c-x7k2p', 'webb'),
    sentence: 'there is no pod "web"; the closest are "web-7d4b9c-m2c4q" and "web-7d4b9c-x7k2p"',
  },
  {
    wanted: { name: 'web' },
    candidates: named('web-1', 'web-2', 'web-3', 'web-4', 'web-5'),
    sentence: 'there is no pod "web"; the closest are "web-1", "web-2", "web-3" and 2 more',
  },
  {
    wanted: { name: 'web' },
    candidates: [{ name: 'frontend-x7k2p', labels: { app: 'web' } }, { name: 'db-0' }],
    sentence: 'there is no pod "web"; the closest is "frontend-x7k2p" (app=web)',
  },
  { wanted: { name: 'queue' }, candidates: named('web-1'), sentence: 'there is no pod "queue"; there is only "web-1"' },
  { wanted: { name: 'queue' }, candidates: named('db-0', 'web-1'), sentence: 'there is no pod "queue"; there are "db-0" and "web-1"' },
  {
    wanted: { name: 'web-1', namespace: 'default' },
    candidates: [...named('web-2'), { name: 'web-1', namespace: 'shop' }],
    sentence: 'there is no pod "web-1" in namespace "default"; there is one in namespace "shop"',
  },
  {
    wanted: { name: 'web-1', namespace: 'shop' },
    candidates: named('web-2'),
    sentence: 'there is no pod "web-1" in namespace "shop"; there are no pods in it',
  },
]) {
  test(sentence, () => assert.equal(noSuchObject(pods, wanted, candidates), sentence));
}
