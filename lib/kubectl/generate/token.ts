import { invalid } from '../../api/field-errors.ts';
import { ApiError, badRequest, conflict, invalidObject } from '../../api/errors.ts';
import type { KubeObject } from '../../api/object.ts';
import { webToken } from '../../control/web-token.ts';
import { PodKind } from '../../kinds/pod.ts';
import { SecretKind } from '../../kinds/secret.ts';
import { ServiceAccountKind, type ServiceAccount } from '../../kinds/serviceaccount.ts';
import { START_MILLIS, timestamp } from '../../sim/time.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { OUTPUT_FLAGS } from '../output.ts';
import { typedPrinterOf } from '../typed-output.ts';
import { nameOf } from './generator.ts';

/** Whom a token is for where nothing is said, and who has made it. */
const ISSUER = 'https://kubernetes.default.svc.cluster.local';
/** kube: pkg/apis/authentication/v1/defaults.go */
const DEFAULT_SECONDS = 3600;
/** kube: pkg/apis/authentication/validation/validation.go */
const LEAST_SECONDS = 600;
const MOST_SECONDS = 2 ** 32;

const TOKEN_REQUEST = { group: 'authentication.k8s.io', kind: 'TokenRequest' };

/** `kubectl create token`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_token.go */
export const tokenCommand: Command = {
  name: 'token',
  about: 'makes a token for a ServiceAccount',
  use: 'SERVICE_ACCOUNT_NAME',
  flags: [
    ...OUTPUT_FLAGS,
    { name: 'audience', type: 'array' },
    { name: 'duration', type: 'duration', default: '0s' },
    { name: 'bound-object-kind', type: 'text' },
    { name: 'bound-object-name', type: 'text' },
    { name: 'bound-object-uid', type: 'text' },
  ],
  run,
};

function run(call: Call): void {
  const name = nameOf(call);
  checkFlags(call);
  const { flags, client, namespace } = call;
  const print = flags.text('output') === '' ? undefined : typedPrinterOf(call, 'created');
  try {
    const request = requestOf(call, client.get(ServiceAccountKind, name, namespace));
    if (print === undefined) call.print(request.status.token);
    else print(TOKEN_REQUEST, request);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new KubectlError(`failed to create token: ${error.message}`);
  }
}

/** kube: the same file, TokenOptions.Validate */
function checkFlags({ flags }: Call): void {
  const millis = flags.duration('duration');
  if (millis < 0) throw new KubectlError('--duration must be greater than or equal to 0');
  if (millis % 1000 !== 0) throw new KubectlError('--duration cannot be expressed in units less than seconds');
  if (flags.list('audience').includes('')) throw new KubectlError('--audience must not be an empty string');
  const [kind, name, uid] = ['kind', 'name', 'uid'].map((field) => flags.text(`bound-object-${field}`));
  if (kind === '') {
    if (name !== '') throw new KubectlError('--bound-object-name can only be set if --bound-object-kind is provided');
    if (uid !== '') throw new KubectlError('--bound-object-uid can only be set if --bound-object-kind is provided');
    return;
  }
  // unlike kube: no token is bound to a Node
  if (kind !== 'Pod' && kind !== 'Secret') throw new KubectlError('supported --bound-object-kind values are Pod, Secret');
  if (name === '') throw new KubectlError('--bound-object-name is required if --bound-object-kind is provided');
}

interface TokenAnswer {
  readonly status: { readonly token: string; readonly expirationTimestamp: string };
}

/** The request as the server answers it. kube: pkg/registry/core/serviceaccount/storage/token.go TokenREST.Create, pkg/serviceaccount/claims.go Claims */
function requestOf(call: Call, account: ServiceAccount): TokenAnswer {
  const { flags, client, terminal } = call;
  const { name, namespace = '', uid } = account.metadata;
  const bound = boundObject(call, account);
  const asked = flags.duration('duration') / 1000;
  const expirationSeconds = asked === 0 ? DEFAULT_SECONDS : asked;
  checkSeconds(expirationSeconds);
  const audiences = flags.list('audience').length === 0 ? [ISSUER] : flags.list('audience');
  const millis = Math.floor((START_MILLIS + terminal.cluster.now) / 1000) * 1000;
  const [iat, exp] = [millis / 1000, millis / 1000 + expirationSeconds];
  const token = webToken({
    aud: audiences,
    exp,
    iat,
    iss: ISSUER,
    jti: client.api.random.stream('tokens').uuid(),
    'kubernetes.io': {
      namespace,
      ...(bound === undefined ? {} : { [bound.kind.toLowerCase()]: { name: bound.metadata.name, uid: bound.metadata.uid } }),
      serviceaccount: { name, uid },
    },
    nbf: iat,
    sub: `system:serviceaccount:${namespace}:${name}`,
  });
  const boundObjectRef =
    bound === undefined ? null : { kind: bound.kind, apiVersion: 'v1', name: bound.metadata.name, uid: bound.metadata.uid };
  const timestampOf = (seconds: number): string => timestamp(seconds * 1000 - START_MILLIS);
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace, creationTimestamp: timestampOf(iat) },
    spec: { audiences, expirationSeconds, boundObjectRef },
    status: { token, expirationTimestamp: timestampOf(exp) },
  };
  return request;
}

function boundObject({ flags, client, namespace }: Call, account: ServiceAccount): KubeObject | undefined {
  const [kind, name, uid] = [flags.text('bound-object-kind'), flags.text('bound-object-name'), flags.text('bound-object-uid')];
  if (kind === '') return undefined;
  const found = kind === 'Pod' ? client.get(PodKind, name, namespace) : client.get(SecretKind, name, namespace);
  const runsAs = 'spec' in found ? found.spec.serviceAccountName : undefined;
  if (kind === 'Pod' && runsAs !== account.metadata.name)
    throw badRequest(`cannot bind token for serviceaccount "${account.metadata.name}" to pod running with different serviceaccount name.`);
  if (uid !== '' && uid !== found.metadata.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', plural: kind, resource: kind, kind }, name, why);
  }
  return found;
}

function checkSeconds(seconds: number): void {
  const problem =
    seconds < LEAST_SECONDS
      ? 'may not specify a duration less than 10 minutes'
      : seconds > MOST_SECONDS
        ? 'may not specify a duration larger than 2^32 seconds'
        : undefined;
  if (problem !== undefined) throw invalidObject(TOKEN_REQUEST, '', [invalid('spec.expirationSeconds', seconds, problem)]);
}
