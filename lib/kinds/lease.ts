import type { Lease as LeaseFields, LeaseSpec } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validateLease } from './validation/lease.ts';

/** A lease as it is stored. */
export type Lease = Stored<LeaseFields> & { readonly spec: LeaseSpec };

/** Where the leases of nodes are. */
export const NODE_LEASES = 'kube-node-lease';

/** `coordination.k8s.io/v1` Lease. */
export const LeaseKind = defineKind<Lease>({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  // kube: pkg/printers/internalversion/printers.go printLease
  columns: [nameColumn, { name: 'Holder', cell: ({ spec }) => spec.holderIdentity }, ageColumn],
  defaults: (lease) => ((lease as Partial<Lease>).spec === undefined ? { ...lease, spec: {} } : lease),
  validate: (lease, old) => validateLease(lease, old),
  mayUpdateUnconditionally: false,
  createsOnUpdate: true,
});
