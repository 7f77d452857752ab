import type { HTTPIngressPath, IngressBackend, IngressRule, IngressSpec, IngressTLS } from '../../api/generated/types.ts';
import { KubectlError } from '../errors.ts';
import type { Generator } from './generator.ts';
import { intOrText } from './ports.ts';

/** `kubectl create ingress`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_ingress.go */
export const ingressGenerator: Generator = {
  name: 'ingress',
  aliases: ['ing'],
  about: 'creates an Ingress',
  use: '--rule=host/path=service:port[,tls[=secret]]',
  failure: 'failed to create ingress:',
  flags: [
    { name: 'class', type: 'text' },
    { name: 'rule', type: 'array' },
    { name: 'default-backend', type: 'text' },
    { name: 'annotation', type: 'array' },
  ],
  generate: (name, { flags }) => {
    const [ingressClassName, backend] = [flags.text('class'), flags.text('default-backend')];
    const texts = flags.list('rule');
    if (backend === '' && texts.length === 0)
      throw new KubectlError(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    const rules = texts.map(ruleOf);
    const annotations = flags.list('annotation').map(annotationOf);
    if (backend !== '' && backend.split(':').length !== 2)
      throw new KubectlError('default-backend should be in format servicename:serviceport');
    const tls = tlsOf(rules);
    const spec: IngressSpec = {
      ...(ingressClassName === '' ? {} : { ingressClassName }),
      ...(backend === '' ? {} : { defaultBackend: backendOf(backend) }),
      ...(tls.length === 0 ? {} : { tls }),
      ...(rules.length === 0 ? {} : { rules: byHost(rules) }),
    };
    const metadata = { name, ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }) };
    return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec };
  },
};

/** One `--rule`, taken apart. */
interface Rule {
  readonly host: string;
  readonly path: HTTPIngressPath;
  /** The Secret of its certificate, empty where none is named; undefined where it has no TLS. */
  readonly secret: string | undefined;
}

const RULE = /^([\w*\-.]*)(\/[^,=\n]*)=([\w-]+:[\w-]+)(?:,(tls)=?([\w-]+)?)?$/;

function ruleOf(text: string): Rule {
  const [whole, host = '', path = '', service = '', tls, secret = ''] = RULE.exec(text) ?? [];
  if (whole === undefined)
    throw new KubectlError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const isPrefix = path.endsWith('*');
  return {
    host,
    path: { path: isPrefix ? path.slice(0, -1) : path, pathType: isPrefix ? 'Prefix' : 'Exact', backend: backendOf(service) },
    secret: tls === undefined ? undefined : secret,
  };
}

function annotationOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at === -1) throw new KubectlError(`annotation ${text} is invalid and should be in format key=[value]`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function backendOf(text: string): IngressBackend {
  const [name = '', port = ''] = text.split(':');
  const number = intOrText(port);
  return { service: { name, port: typeof number === 'number' ? { number } : { name: number } } };
}

/** The rules of one host stand together, where the first of them stood. kube: the same file, buildIngressRules */
function byHost(rules: readonly Rule[]): readonly IngressRule[] {
  const paths = new Map<string, HTTPIngressPath[]>();
  for (const { host, path } of rules) paths.set(host, [...(paths.get(host) ?? []), path]);
  return [...paths].map(([host, all]) => ({ ...(host === '' ? {} : { host }), http: { paths: all } }));
}

/** Each host counts once, under the first Secret that is named with it. kube: the same file, buildTLSRules */
function tlsOf(rules: readonly Rule[]): readonly IngressTLS[] {
  const hosts = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { host, secret } of rules) {
    if (secret === undefined || seen.has(host)) continue;
    seen.add(host);
    const others = hosts.get(secret);
    if (others !== undefined) others.push(host);
    else if (host !== '') hosts.set(secret, [host]);
    else if (secret !== '') hosts.set(secret, []);
  }
  return [...hosts].map(([secretName, all]) => ({
    ...(all.length === 0 ? {} : { hosts: all }),
    ...(secretName === '' ? {} : { secretName }),
  }));
}
