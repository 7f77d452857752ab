import { SecretKind } from '../../kinds/secret.ts';
import { ServiceAccountKind, type ServiceAccount } from '../../kinds/serviceaccount.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, listed } from './lines.ts';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';
const NAME = 'kubernetes.io/service-account.name';
const UID = 'kubernetes.io/service-account.uid';

/** ServiceAccounts, with the secrets that are missing. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go ServiceAccountDescriber */
export const serviceAccountDescriber = defineDescriber<ServiceAccount>({
  kind: ServiceAccountKind,
  lines: ({ metadata, imagePullSecrets = [], secrets = [] }, { client }) => {
    const all = client.list(SecretKind, { namespace: metadata.namespace });
    const existing = new Set(all.map((secret) => secret.metadata.name));
    const tokens = all.filter(({ type, metadata: { annotations } }) => {
      return type === TOKEN_TYPE && annotations?.[NAME] === metadata.name && annotations[UID] === metadata.uid;
    });
    const marked = ({ name = '' }: { readonly name?: string }): string => (existing.has(name) ? name : `${name} (not found)`);
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      listed('Image pull secrets', imagePullSecrets.map(marked)),
      listed('Mountable secrets', secrets.map(marked)),
      listed(
        'Tokens',
        tokens.map((token) => token.metadata.name),
      ),
    );
  },
});
