import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/pod-state.ts';
import { afterCheck, newProbeRecords, resultOf, type Outcome, type ProbeRecord, type ProbeType } from './probe-record.ts';

const found = (kind: Outcome['kind']): Outcome => ({ kind, message: '', until: undefined });

function record(type: ProbeType, parts: Partial<ProbeRecord> = {}): ProbeRecord {
  return {
    container: 'c',
    type,
    tickFrom: 0,
    timer: undefined,
    instance: 'one',
    result: 'unknown',
    outcome: undefined,
    run: 0,
    isHeld: false,
    ...parts,
  };
}

/** The results after each of several checks: `s`uccess, `f`ailure or `e`rror. */
function results(type: ProbeType, checks: string, probe: object, start: Partial<ProbeRecord> = {}): readonly string[] {
  const kinds = { s: 'success', f: 'failure', e: 'errored' } as const;
  let now = record(type, start);
  return [...checks].map((letter) => {
    now = afterCheck(now, found(kinds[letter as keyof typeof kinds]), probe);
    return `${now.result}${now.isHeld ? ' held' : ''}`;
  });
}

test('a result changes after as many equal checks in a row as its threshold says', () => {
  const ready = { result: 'success' } as const;
  assert.deepEqual(results('readiness', 'fff', {}, ready), ['success', 'success', 'failure']);
  assert.deepEqual(results('readiness', 'ffsff', {}, ready), ['success', 'success', 'success', 'success', 'success']);
  assert.deepEqual(results('readiness', 'fss', { failureThreshold: 1, successThreshold: 2 }, ready), ['failure', 'failure', 'success']);
});

test('a check that could not be made counts for nothing', () => {
  assert.deepEqual(results('readiness', 'feeff', { failureThreshold: 3 }, { result: 'success' }), [
    'success',
    'success',
    'success',
    'success',
    'success',
  ]);
});

test('a failed liveness probe, and a startup probe that knows, rest until there is another container', () => {
  assert.deepEqual(results('liveness', 'ff', { failureThreshold: 2 }, { result: 'success' }), ['success', 'failure held']);
  assert.deepEqual(results('liveness', 's', {}, { result: 'success' }), ['success']);
  assert.deepEqual(results('startup', 's', {}), ['success held']);
  assert.deepEqual(results('startup', 'f', { failureThreshold: 1 }), ['failure held']);
});

test('what a probe says of a container it has not looked at is what is taken for granted', () => {
  const records = [record('readiness', { result: 'success' }), record('liveness', { result: 'failure' })];
  assert.equal(resultOf(records, 'c', 'readiness', 'one'), 'success');
  assert.equal(resultOf(records, 'c', 'readiness', 'two'), 'failure');
  assert.equal(resultOf(records, 'c', 'liveness', 'two'), 'success');
  assert.equal(resultOf(records, 'c', 'startup', 'one'), undefined);
});

test('regular containers and sidecars have probes, each container its startup probe first', () => {
  const probe = { tcpSocket: { port: 80 } };
  const spec = {
    initContainers: [{ name: 'task' }, { name: 'side', restartPolicy: 'Always', livenessProbe: probe }],
    containers: [{ name: 'a', livenessProbe: probe, readinessProbe: probe, startupProbe: probe }, { name: 'b' }],
  };
  const names = newProbeRecords({ spec } as unknown as Pod, 300).map(({ container, type, tickFrom }) => `${container} ${type} ${tickFrom}`);
  assert.deepEqual(names, ['a startup 300', 'a readiness 300', 'a liveness 300', 'side liveness 300']);
});
