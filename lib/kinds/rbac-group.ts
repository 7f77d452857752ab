/** The API group of roles and of their bindings. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';
