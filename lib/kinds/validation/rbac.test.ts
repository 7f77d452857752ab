import assert from 'node:assert/strict';
import { test } from 'node:test';
import { misjudged, stored, updateRefusalsOf, type Case } from '../cases-fixture.ts';
import { ClusterRoleKind } from '../clusterrole.ts';
import { ClusterRoleBindingKind } from '../clusterrolebinding.ts';
import { RoleKind } from '../role.ts';
import { RoleBindingKind } from '../rolebinding.ts';

const GROUP = 'rbac.authorization.k8s.io';

test('the rules of a role say what may be done with what', () => {
  const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
  const cases = (onUrls: readonly string[]): readonly Case[] => [
    [{ rules: undefined }],
    [{ 'metadata.name': 'system:Anything goes' }],
    [{ 'metadata.name': 'a/b' }, `metadata.name: Invalid value: "a/b": may not contain '/'`],
    [
      { rules: [{}] },
      'rules[0].verbs: Required value: verbs must contain at least one value',
      'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
      'rules[0].resources: Required value: resource rules must supply at least one resource',
    ],
    [{ rules: [{ nonResourceURLs: ['/a'], verbs: ['get'] }] }, ...onUrls],
  ];
  assert.deepEqual(
    misjudged(
      RoleKind,
      { rules: [rule] },
      cases(['rules[0].nonResourceURLs: Invalid value: []string{"/a"}: namespaced rules cannot apply to non-resource URLs']),
    ),
    [],
  );
  assert.deepEqual(
    misjudged(ClusterRoleKind, { rules: [rule] }, [
      ...cases([]),
      [
        { rules: [{ ...rule, nonResourceURLs: ['/a'] }] },
        'rules[0].nonResourceURLs: Invalid value: []string{"/a"}: rules cannot apply to both regular resources and non-resource URLs',
      ],
      [
        { aggregationRule: {} },
        'aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
      ],
    ]),
    [],
  );
});

test('a binding names a role of its group, and people, groups or accounts', () => {
  const reference = { kind: 'ClusterRole', name: 'view' };
  const subject = (fields: object) => ({ subjects: [fields] });
  const common: readonly Case[] = [
    [{}],
    [{ 'roleRef.name': '' }, 'roleRef.name: Required value'],
    [{ 'roleRef.apiGroup': 'x' }, `roleRef.apiGroup: Unsupported value: "x": supported values: "${GROUP}"`],
    [subject({ kind: 'User', name: 'jane' })],
    [subject({ kind: 'Group', name: 'a', apiGroup: 'x' }), `subjects[0].apiGroup: Unsupported value: "x": supported values: "${GROUP}"`],
    [subject({ kind: 'User' }), 'subjects[0].name: Required value', 'subjects[0].name: Invalid value: "": user name cannot be empty'],
    [subject({ kind: 'X', name: 'a' }), 'subjects[0].kind: Unsupported value: "X": supported values: "ServiceAccount", "User", "Group"'],
  ];
  assert.deepEqual(
    misjudged(RoleBindingKind, { roleRef: reference }, [
      ...common,
      [{ 'roleRef.kind': 'Role' }],
      [{ 'roleRef.kind': 'X' }, 'roleRef.kind: Unsupported value: "X": supported values: "Role", "ClusterRole"'],
      [subject({ kind: 'ServiceAccount', name: 'a' })],
    ]),
    [],
  );
  assert.deepEqual(
    misjudged(ClusterRoleBindingKind, { roleRef: reference }, [
      ...common,
      [{ 'roleRef.kind': 'Role' }, 'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'],
      [subject({ kind: 'ServiceAccount', name: 'a' }), 'subjects[0].namespace: Required value'],
    ]),
    [],
  );
  assert.deepEqual(updateRefusalsOf(RoleBindingKind, { roleRef: reference }, { 'roleRef.name': 'edit' }), [
    `roleRef: Invalid value: rbac.RoleRef{APIGroup:"${GROUP}", Kind:"ClusterRole", Name:"edit"}: cannot change roleRef`,
  ]);
});

test('a binding is shown with its role and who has it', () => {
  const subjects = [
    { kind: 'User', name: 'jane' },
    { kind: 'ServiceAccount', name: 'reader', namespace: 'default' },
    { kind: 'User', name: 'joe' },
  ];
  const binding = stored(RoleBindingKind, { roleRef: { kind: 'Role', name: 'look' }, subjects });
  assert.deepEqual(
    RoleBindingKind.columns.map(({ cell }) => cell(binding, { age: () => '5m' })),
    ['x', 'Role/look', '5m', 'jane, joe', '', 'default/reader'],
  );
  assert.deepEqual([binding.roleRef.apiGroup, binding.subjects?.[0]?.apiGroup, binding.subjects?.[1]?.apiGroup], [GROUP, GROUP, undefined]);
});
