import { goQuote } from '../../api/field-errors.ts';
import { configKeyProblems } from '../../base/name-rules.ts';
import { KubectlError } from '../errors.ts';
import type { Generator } from './generator.ts';
import { withHash } from './name-hash.ts';
import { entriesOf, SOURCE_FLAGS } from './sources.ts';

/** `kubectl create configmap`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_configmap.go */
export const configMapGenerator: Generator = {
  name: 'configmap',
  aliases: ['cm'],
  about: 'creates a ConfigMap from files and literals',
  use: '[--from-file=[key=]source] [--from-literal=key1=value1]',
  failure: 'failed to create configmap:',
  flags: SOURCE_FLAGS,
  generate: (name, call) => {
    // unlike kube: files are texts here, so that nothing becomes binaryData
    const texts = new Map<string, string>();
    for (const [key, text] of entriesOf(call, 'config')) {
      const problems = configKeyProblems(key);
      if (problems.length > 0) throw new KubectlError(`${goQuote(key)} is not a valid key name for a ConfigMap: ${problems.join(',')}`);
      if (texts.has(key))
        throw new KubectlError(
          `cannot add key ${goQuote(key)}, another key by that name already exists in Data for ConfigMap ${goQuote(name)}`,
        );
      texts.set(key, text);
    }
    const data = Object.fromEntries(texts);
    const hashed = call.flags.is('append-hash') ? withHash(name, { kind: 'ConfigMap', name, data }) : name;
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: hashed }, ...(texts.size === 0 ? {} : { data }) };
  },
};
