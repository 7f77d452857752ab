import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container, PodSpec } from '../api/generated/types.ts';
import { defaultPodSpec } from './pod-defaults.ts';
import { podLimits, podRequests, qosClassOf } from './qos.ts';

const MI = 1024 * 1024;

function spec(containers: readonly object[], initContainers: readonly object[] = [], fields: object = {}): PodSpec {
  const named = (list: readonly object[]): readonly Container[] =>
    list.map((resources, i) => ({ name: `c${i}`, image: 'i', ...('restartPolicy' in resources ? resources : { resources }) }) as Container);
  return defaultPodSpec({ containers: named(containers), initContainers: named(initContainers), ...fields }, { template: false });
}

test('the quality of service follows from requests and limits', () => {
  const full = { limits: { cpu: '50m', memory: '20Mi' } };
  const cases: [string, PodSpec][] = [
    ['BestEffort', spec([{}])],
    ['BestEffort', spec([{ requests: { cpu: '0' } }])],
    ['BestEffort', spec([{ limits: { 'ex.com/gpu': '1' } }])],
    ['Burstable', spec([{ requests: { cpu: '50m', memory: '10Mi' }, limits: { memory: '20Mi' } }])],
    ['Guaranteed', spec([full])],
    ['Guaranteed', spec([{ limits: { cpu: '0.05', memory: '20Mi' }, requests: { cpu: '50m', memory: '20480Ki' } }])],
    ['Burstable', spec([full, {}])],
    ['Burstable', spec([full], [{}])],
    ['Guaranteed', spec([full], [full])],
    ['Burstable', spec([{ limits: { cpu: '1' } }])],
  ];
  for (const [expected, of] of cases) assert.equal(qosClassOf(of), expected, JSON.stringify(of.containers));
});

test('a pod takes what it takes at its most', () => {
  const requests = (cpu: string, memory: string) => ({ requests: { cpu, memory } });
  const sidecar = (cpu: string, memory: string) => ({ restartPolicy: 'Always', resources: requests(cpu, memory) });
  const cases: [PodSpec, number, number][] = [
    [spec([requests('100m', '10Mi'), requests('200m', '20Mi')]), 300, 30 * MI],
    [spec([requests('100m', '10Mi')], [requests('500m', '5Mi')]), 500, 10 * MI],
    [spec([requests('100m', '10Mi')], [sidecar('50m', '1Mi'), requests('500m', '5Mi')]), 550, 11 * MI],
    [spec([requests('100m', '10Mi')], [requests('500m', '5Mi'), sidecar('50m', '1Mi')]), 500, 11 * MI],
    [spec([requests('100m', '10Mi')], [], { overhead: { cpu: '10m', memory: '1Mi' } }), 110, 11 * MI],
    [spec([{}]), 0, 0],
  ];
  for (const [of, cpu, memory] of cases) {
    const { cpuMillis, memoryBytes } = podRequests(of);
    assert.deepEqual([cpuMillis, memoryBytes], [cpu, memory], JSON.stringify(of));
  }
});

test('other resources are counted by name, silent containers as assumed', () => {
  const of = spec([{ limits: { 'ex.com/gpu': '2', 'ephemeral-storage': '1Gi', cpu: '1' } }, {}]);
  assert.deepEqual(podRequests(of), { cpuMillis: 1000, memoryBytes: 0, ephemeralBytes: 1024 * MI, others: new Map([['ex.com/gpu', 2]]) });
  assert.equal(podRequests(of, { cpuMillis: 100, memoryBytes: 200 }).cpuMillis, 1100);
  assert.equal(podRequests(of, { cpuMillis: 100, memoryBytes: 200 }).memoryBytes, 400);
  assert.equal(podLimits(of).cpuMillis, 1000);
});
