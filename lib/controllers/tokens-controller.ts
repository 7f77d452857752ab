import { defineController } from '../control/controller.ts';
import { webToken } from '../control/web-token.ts';
import type { Change } from '../api/store.ts';
import type { Client } from '../api/client.ts';
import { SecretKind, type Secret } from '../kinds/secret.ts';
import { ServiceAccountKind, type ServiceAccount } from '../kinds/serviceaccount.ts';
import { CERTIFICATE } from './root-ca-publisher.ts';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/** Fills the Secrets that ask for a service account's token, and removes those whose account is not there. kube: pkg/controller/serviceaccount/tokens_controller.go */
export const tokensController = defineController<Secret>({
  name: 'tokens-controller',
  for: SecretKind,
  // kube: the same file, maxRetries
  maxRetries: 10,
  watches: [{ kind: ServiceAccountKind, keys: secretsOfLost }],
  reconcile(secret, { api }) {
    if (secret.type !== TOKEN_TYPE) return;
    const { annotations = {}, namespace = '', uid } = secret.metadata;
    const account = api.find(ServiceAccountKind, annotations[ACCOUNT_NAME] ?? '', namespace);
    const wantedUid = annotations[ACCOUNT_UID] ?? '';
    if (account === undefined || (wantedUid !== '' && wantedUid !== account.metadata.uid)) {
      api.delete(SecretKind, secret, { preconditions: { uid } });
      return;
    }
    const { data = {} } = secret;
    const filled = {
      ...data,
      'ca.crt': base64(CERTIFICATE),
      namespace: filledOr(data['namespace'], () => namespace),
      token: filledOr(data['token'], () => tokenOf(account, secret)),
    };
    api.update(SecretKind, {
      ...secret,
      data: filled,
      metadata: { ...secret.metadata, annotations: { ...annotations, [ACCOUNT_UID]: account.metadata.uid } },
    });
  },
});

/** The Secrets for tokens of an account that is gone. */
function secretsOfLost({ before, after }: Change, api: Client): readonly string[] {
  if (before === undefined || after !== undefined) return [];
  const { name, namespace } = before.metadata;
  return api
    .list(SecretKind, { namespace })
    .filter(({ type, metadata }) => type === TOKEN_TYPE && metadata.annotations?.[ACCOUNT_NAME] === name)
    .map(({ metadata }) => `${namespace}/${metadata.name}`);
}

function filledOr(value: string | undefined, make: () => string): string {
  return value === undefined || value === '' ? base64(make()) : value;
}

/** A token that never ends: it names account and Secret; nobody can check its signature. kube: pkg/serviceaccount/legacy.go LegacyClaims */
function tokenOf({ metadata: account }: ServiceAccount, { metadata: secret }: Secret): string {
  const namespace = account.namespace ?? '';
  return webToken({
    iss: 'kubernetes/serviceaccount',
    'kubernetes.io/serviceaccount/namespace': namespace,
    'kubernetes.io/serviceaccount/secret.name': secret.name,
    'kubernetes.io/serviceaccount/service-account.name': account.name,
    'kubernetes.io/serviceaccount/service-account.uid': account.uid,
    sub: `system:serviceaccount:${namespace}:${account.name}`,
  });
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
