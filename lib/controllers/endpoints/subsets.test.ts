import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../api/generated/types.ts';
import { packed, sortedPorts, truncated, type Entry } from './subsets.ts';

/** `1.2.3.4@uid:111` of an address, with its ports; a minus in front is one that is not ready. */
function entries(text: string): readonly Entry[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .flatMap((word): readonly Entry[] => {
      const [, minus, ip = '', uid, ports = ''] = /^(-?)([\d.]+)(?:@([\w-]+))?(?::([\d,]*))?$/.exec(word)!;
      const address: EndpointAddress = { ip, ...(uid === undefined ? {} : { targetRef: { uid } }) };
      const isReady = minus === '';
      const numbers = ports === '' ? [undefined] : ports.split(',').map(Number);
      return numbers.map((port) => ({ address, port: port === undefined ? undefined : { port, protocol: 'TCP' }, isReady }));
    });
}

function told(subsets: readonly EndpointSubset[]): readonly string[] {
  const names = (addresses: readonly EndpointAddress[] | undefined): string =>
    (addresses ?? []).map(({ ip, targetRef }) => (targetRef === undefined ? ip : `${ip}@${targetRef.uid!}`)).join(' ');
  return subsets.map(({ addresses, notReadyAddresses, ports = [] }) =>
    `${names(addresses)} | ${names(notReadyAddresses)} : ${ports
      .map(({ port }) => port)
      .sort((a, b) => a - b)
      .join(',')}`.trim(),
  );
}

test('addresses are put together by the ports they have in common', () => {
  const cases: readonly (readonly [given: string, answer: readonly string[]])[] = [
    ['', []],
    ['1.2.3.4', ['1.2.3.4 |  :']],
    ['-1.2.3.4', ['| 1.2.3.4 :']],
    ['1.2.3.4:111', ['1.2.3.4 |  : 111']],
    ['1.2.3.4:111 -5.6.7.8:111', ['1.2.3.4 | 5.6.7.8 : 111']],
    ['1.2.3.4:111 -1.2.3.4:111', ['| 1.2.3.4 : 111']],
    ['-1.2.3.4:111 1.2.3.4:111', ['| 1.2.3.4 : 111']],
    ['1.2.3.4:111,222', ['1.2.3.4 |  : 111,222']],
    ['1.2.3.4:111 1.2.3.4:111', ['1.2.3.4 |  : 111']],
    ['1.2.3.4:111,111', ['1.2.3.4 |  : 111']],
    ['1.2.3.4:111 1.2.3.4:222', ['1.2.3.4 |  : 111,222']],
    ['1.2.3.4:111 5.6.7.8:111', ['1.2.3.4 5.6.7.8 |  : 111']],
    ['1.2.3.4@uid-1:111 1.2.3.4@uid-2:111', ['1.2.3.4@uid-1 1.2.3.4@uid-2 |  : 111']],
    ['1.2.3.4@uid-2:111 1.2.3.4:111', ['1.2.3.4 1.2.3.4@uid-2 |  : 111']],
    ['10.0.0.9:80 10.0.0.10:80', ['10.0.0.10 10.0.0.9 |  : 80']],
  ];
  for (const [given, answer] of cases) assert.deepEqual(told(packed(entries(given))), answer, given);
  for (const given of ['1.2.3.4@uid-1:111 -1.2.3.4@uid-1:222', '1.2.3.4:111 5.6.7.8:222'])
    assert.equal(packed(entries(given)).length, 2, given);
});

test('ports stand in the order of their hashes', () => {
  const cases: readonly (readonly [given: string, answer: string])[] = [
    ['http:80/TCP https:443/TCP', 'https http'],
    ['http:8080/TCP https:8443/TCP', 'https http'],
    ['dns:53/UDP dns-tcp:53/TCP metrics:9153/TCP', 'dns-tcp dns metrics'],
    ['a:1/TCP b:2/TCP c:3/TCP', 'b c a'],
    ['http:80/TCP metrics:9090/TCP', 'metrics http'],
    ['web:80/TCP admin:8080/TCP grpc:9000/TCP', 'web admin grpc'],
  ];
  for (const [given, answer] of cases) {
    const ports = given.split(' ').map((text): EndpointPort => {
      const [, name = '', port, protocol = ''] = /^([\w-]+):(\d+)\/(\w+)$/.exec(text)!;
      return { name, port: Number(port), protocol };
    });
    assert.equal(
      sortedPorts(ports)
        .map(({ name }) => name)
        .join(' '),
      answer,
    );
  }
  const numbers = (...ports: readonly number[]) => sortedPorts(ports.map((port) => ({ port, protocol: 'TCP' }))).map(({ port }) => port);
  assert.deepEqual(
    [numbers(222, 111), numbers(111, 222, 333)],
    [
      [111, 222],
      [111, 333, 222],
    ],
  );
});

test('of more than a thousand addresses, ready ones are kept first, from every subset its part', () => {
  const addresses = (count: number): readonly EndpointAddress[] => Array.from({ length: count }, (_, i) => ({ ip: `10.0.0.${i}` }));
  const cut = (ready: readonly number[], others: readonly number[]) => {
    const subsets = ready.map((count, i) => ({ addresses: addresses(count), notReadyAddresses: addresses(others[i]!) }));
    const { subsets: kept, isCut } = truncated(subsets);
    return [isCut, kept.map(({ addresses: some = [] }) => some.length), kept.map(({ notReadyAddresses: some = [] }) => some.length)];
  };
  assert.deepEqual(truncated([]), { subsets: [], isCut: false });
  assert.deepEqual(cut([50, 100, 100, 100, 100], [50, 100, 100, 100, 100])[0], false);
  assert.deepEqual(cut([100, 100, 100, 100, 100], [100, 100, 100, 100, 100])[0], false);
  assert.deepEqual(cut([90, 110, 50, 10, 20], [101, 200, 200, 201, 298]), [true, [90, 110, 50, 10, 20], [73, 144, 144, 145, 214]]);
  assert.deepEqual(cut([205, 400, 402, 400, 693], [100, 200, 200, 200, 300]), [true, [98, 191, 192, 191, 328], [0, 0, 0, 0, 0]]);
});
