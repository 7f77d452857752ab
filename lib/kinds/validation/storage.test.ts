import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import { edited, misjudged, misjudgedUpdates, stored } from '../cases-fixture.ts';
import { PersistentVolumeKind } from '../persistentvolume.ts';
import { PersistentVolumeClaimKind } from '../persistentvolumeclaim.ts';
import { StorageClassKind } from '../storageclass.ts';

const VOLUME = { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/srv' } } };
const CLAIM = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
const CLASS = { provisioner: 'example.com/disk' };

const MODES = 'supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"';
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const QUALIFIED =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

test('a persistent volume is refused as by a real server', () => {
  assert.deepEqual(
    misjudged(PersistentVolumeKind, VOLUME, [
      [{}],
      [
        { 'spec.capacity': undefined },
        'spec.capacity: Required value',
        'spec.capacity: Unsupported value: core.ResourceList(nil): supported values: "storage"',
      ],
      [{ 'spec.accessModes': undefined }, 'spec.accessModes: Required value'],
      [{ 'spec.accessModes': ['X'] }, `spec.accessModes: Unsupported value: "X": ${MODES}`],
      [{ 'spec.hostPath': undefined }, 'spec: Required value: must specify a volume type'],
      [
        { 'spec.persistentVolumeReclaimPolicy': 'X' },
        'spec.persistentVolumeReclaimPolicy: Unsupported value: "X": supported values: "Delete", "Recycle", "Retain"',
      ],
      [
        { 'spec.capacity': { cpu: '1' } },
        'spec.capacity: Unsupported value: core.ResourceList{"cpu":resource.Quantity{i:resource.int64Amount{value:1, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"1", Format:"DecimalSI"}}: supported values: "storage"',
      ],
      [
        { 'spec.capacity': { storage: '-1' } },
        'spec.capacity[storage]: Invalid value: -1: must be a valid resource quantity',
        'spec.capacity[storage]: Invalid value: "-1": must be greater than zero',
      ],
      [{ 'spec.nfs': { server: 'a', path: '/b' } }, 'spec.nfs: Forbidden: may not specify more than 1 volume type'],
      [{ 'spec.volumeMode': 'X' }, 'spec.volumeMode: Unsupported value: "X": supported values: "Block", "Filesystem"'],
      [
        { 'spec.hostPath': undefined, 'spec.local': { path: '/disk' } },
        'spec.nodeAffinity: Required value: Local volume requires node affinity',
      ],
      [
        { 'spec.hostPath.path': '/', 'spec.persistentVolumeReclaimPolicy': 'Recycle' },
        "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'",
      ],
    ]),
    [],
  );
});

test('where a persistent volume is never changes', () => {
  assert.deepEqual(
    misjudgedUpdates(PersistentVolumeKind, VOLUME, [
      [{ 'spec.persistentVolumeReclaimPolicy': 'Delete' }],
      [{ 'spec.claimRef': { namespace: 'default', name: 'c' } }],
      [
        { 'spec.hostPath.path': '/other' },
        'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation',
      ],
      [{ 'spec.volumeMode': 'Block' }, 'volumeMode: Invalid value: "Block": field is immutable'],
    ]),
    [],
  );
});

test('a claim for a volume is refused as by a real server', () => {
  assert.deepEqual(
    misjudged(PersistentVolumeClaimKind, CLAIM, [
      [{}],
      [{ 'spec.accessModes': undefined }, 'spec.accessModes: Required value: at least 1 access mode is required'],
      [{ 'spec.resources': undefined }, 'spec.resources[storage]: Required value'],
      [{ 'spec.resources.requests.storage': '0' }, 'spec.resources[storage]: Invalid value: "0": must be greater than zero'],
      [{ 'spec.storageClassName': 'A_' }, `spec.storageClassName: Invalid value: "A_": ${SUBDOMAIN}`],
      [{ 'spec.storageClassName': '' }],
      [{ 'spec.accessModes': ['X'] }, `spec.accessModes: Unsupported value: "X": ${MODES}`],
      [
        { 'spec.accessModes': ['ReadWriteOncePod', 'ReadWriteOnce'] },
        'spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes',
      ],
      [
        { spec: undefined },
        'spec.accessModes: Required value: at least 1 access mode is required',
        'spec.resources[storage]: Required value',
      ],
      [{ 'spec.volumeMode': 'X' }, 'spec.volumeMode: Unsupported value: "X": supported values: "Block", "Filesystem"'],
      [
        { 'spec.dataSource': { kind: 'Disk', name: 'd' } },
        `spec.dataSource: Invalid value: "Disk": must be 'PersistentVolumeClaim' when referencing the default apiGroup`,
        `spec.dataSourceRef: Invalid value: "Disk": must be 'PersistentVolumeClaim' when referencing the default apiGroup`,
      ],
    ]),
    [],
  );
});

test('a claim never changes, but a bound one may ask for more', () => {
  const immutable =
    'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  const less = 'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity';
  assert.deepEqual(
    misjudgedUpdates(PersistentVolumeClaimKind, CLAIM, [
      [{ 'spec.volumeName': 'disk' }],
      [{ 'spec.storageClassName': 'fast' }],
      [{ 'spec.resources.requests.storage': '1024Mi' }],
      [{ 'spec.accessModes': ['ReadWriteMany'] }, immutable],
      [{ 'spec.resources.requests.storage': '2Gi' }, immutable],
      [{ 'spec.volumeMode': 'Block' }, immutable, 'volumeMode: Invalid value: "Block": field is immutable'],
    ]),
    [],
  );
  const bound = { phase: 'Bound', capacity: { storage: '1Gi' } };
  assert.deepEqual(
    misjudgedUpdates(
      PersistentVolumeClaimKind,
      edited(CLAIM, { 'spec.volumeName': 'disk' }),
      [
        [{ 'spec.resources.requests.storage': '2Gi' }],
        [{ 'spec.resources.requests.storage': '500Mi' }, less],
        [{ 'spec.volumeName': 'other' }, immutable],
      ],
      bound,
    ),
    [],
  );
});

test('a class of volumes is refused as by a real server', () => {
  assert.deepEqual(
    misjudged(StorageClassKind, CLASS, [
      [{}],
      [{ provisioner: undefined }, 'provisioner: Required value'],
      [{ reclaimPolicy: 'X' }, 'reclaimPolicy: Unsupported value: "X": supported values: "Delete", "Retain"'],
      [{ volumeBindingMode: 'X' }, 'volumeBindingMode: Unsupported value: "X": supported values: "Immediate", "WaitForFirstConsumer"'],
      [{ provisioner: 'A b' }, `provisioner: Invalid value: "a b": name part ${QUALIFIED}`],
    ]),
    [],
  );
  assert.deepEqual(
    misjudgedUpdates(StorageClassKind, CLASS, [
      [{ allowVolumeExpansion: true }],
      [{ provisioner: 'example.com/other' }, 'provisioner: Forbidden: updates to provisioner are forbidden.'],
      [{ parameters: { type: 'ssd' } }, 'parameters: Forbidden: updates to parameters are forbidden.'],
      [{ reclaimPolicy: 'Retain' }, 'reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.'],
      [{ volumeBindingMode: 'WaitForFirstConsumer' }, 'volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable'],
    ]),
    [],
  );
});

test('volumes, claims and classes are defaulted as by a real server', () => {
  const volume = stored(PersistentVolumeKind, VOLUME);
  assert.deepEqual([volume.spec.persistentVolumeReclaimPolicy, volume.spec.volumeMode], ['Retain', 'Filesystem']);
  assert.deepEqual(volume.spec.hostPath, { path: '/srv', type: '' });
  assert.deepEqual(volume.status, { phase: 'Pending', lastPhaseTransitionTime: '2026-01-01T00:00:00Z' });
  const source = { kind: 'PersistentVolumeClaim', name: 'other' };
  const claim = stored(PersistentVolumeClaimKind, edited(CLAIM, { 'spec.dataSource': source }));
  assert.deepEqual([claim.spec.volumeMode, claim.spec.dataSourceRef, claim.status], ['Filesystem', source, { phase: 'Pending' }]);
  const { reclaimPolicy, volumeBindingMode } = stored(StorageClassKind, CLASS);
  assert.deepEqual([reclaimPolicy, volumeBindingMode], ['Delete', 'Immediate']);
});

function row<T extends KubeObject>({ columns }: Kind<T>, object: T): readonly unknown[] {
  return columns.map(({ cell }) => cell(object, { age: () => '5m' }));
}

test('volumes, claims and classes are shown as kubectl shows them', () => {
  const volume = { ...stored(PersistentVolumeKind, edited(VOLUME, { 'spec.storageClassName': 'manual' })), status: { phase: 'Available' } };
  assert.deepEqual(row(PersistentVolumeKind, volume), [
    'x',
    '1Gi',
    'RWO',
    'Retain',
    'Available',
    '',
    'manual',
    '<unset>',
    '',
    '5m',
    'Filesystem',
  ]);
  const claim = stored(PersistentVolumeClaimKind, CLAIM);
  assert.deepEqual(row(PersistentVolumeClaimKind, claim), ['x', 'Pending', '', '', '', '', '<unset>', '5m', 'Filesystem']);
  const bound = edited(claim, {
    'spec.volumeName': 'disk',
    status: { phase: 'Bound', capacity: { storage: '5Gi' }, accessModes: ['ReadWriteMany', 'ReadWriteOnce'] },
  });
  assert.deepEqual(row(PersistentVolumeClaimKind, bound as typeof claim).slice(1, 5), ['Bound', 'disk', '5Gi', 'RWO,RWX']);
  const standard = edited(CLASS, { 'metadata.annotations': { 'storageclass.kubernetes.io/is-default-class': 'true' } });
  assert.deepEqual(row(StorageClassKind, stored(StorageClassKind, standard)), [
    'x (default)',
    'example.com/disk',
    'Delete',
    'Immediate',
    'false',
    '5m',
  ]);
});
