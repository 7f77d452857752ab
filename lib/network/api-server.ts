import type { Socket } from '../control/network.ts';

/** What it answers to somebody whom it does not know. kube: staging/src/k8s.io/apiserver/pkg/endpoints/filters/authorization.go */
const forbidden = (target: string): string => {
  const message = `forbidden: User "system:anonymous" cannot get path "${target}"`;
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
  return JSON.stringify({ ...head, message, reason: 'Forbidden', details: {}, code: 403 }, undefined, 2);
};

/** The API server as containers reach it. */
// unlike kube: it knows no service account's token; programs in containers are not let in
export const apiServerSocket: Socket = {
  pod: undefined,
  container: '',
  image: '',
  speaksTls: true,
  answer: ({ target }) => ({ status: 403, body: forbidden(target) }),
  note: () => undefined,
  reply: () => undefined,
};
