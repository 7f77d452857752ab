import { ApiError } from '../api/errors.ts';
import { defineController } from '../control/controller.ts';
import { ConfigMapKind } from '../kinds/configmap.ts';
import { NamespaceKind } from '../kinds/namespace.ts';

const NAME = 'kube-root-ca.crt';

/** Stands for the cluster's certificate: nothing here is encrypted. */
export const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nZ2hlcmt1YmU=\n-----END CERTIFICATE-----\n';

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. ' +
  'No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Puts the cluster's root certificate into every namespace. kube: pkg/controller/certificates/rootcacertpublisher/publisher.go */
export const rootCaPublisher = defineController({
  name: 'root-ca-cert-publisher',
  for: NamespaceKind,
  watches: [
    {
      kind: ConfigMapKind,
      keys: ({ key, before, after }) => (key.endsWith(`/${NAME}`) ? [(after ?? before)!.metadata.namespace!] : []),
    },
  ],
  reconcile(namespace, { api }) {
    const { name } = namespace.metadata;
    if (namespace.status.phase !== 'Active') return;
    const data = { 'ca.crt': CERTIFICATE };
    const annotations = { 'kubernetes.io/description': DESCRIPTION };
    const existing = api.find(ConfigMapKind, NAME, name);
    try {
      if (existing === undefined) api.create(ConfigMapKind, { metadata: { name: NAME, namespace: name, annotations }, data });
      else
        api.update(ConfigMapKind, {
          ...existing,
          metadata: { ...existing.metadata, annotations: { ...existing.metadata.annotations, ...annotations } },
          data,
        });
    } catch (error) {
      if (!(error instanceof ApiError) || !error.hasCause('NamespaceTerminating')) throw error;
    }
  },
});
