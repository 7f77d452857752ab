import { KubectlError } from '../errors.ts';
import { amountsOf } from './amounts.ts';
import type { Generator } from './generator.ts';
import { labelSelectorOf } from './label-selector.ts';
import { intOrText } from './ports.ts';

/** `kubectl create namespace`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_namespace.go */
export const namespaceGenerator: Generator = {
  name: 'namespace',
  aliases: ['ns'],
  about: 'creates a Namespace',
  flags: [],
  generate: (name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
};

/** `kubectl create serviceaccount`. kube: the same folder, create_serviceaccount.go */
export const serviceAccountGenerator: Generator = {
  name: 'serviceaccount',
  aliases: ['sa'],
  about: 'creates a ServiceAccount',
  failure: 'failed to create serviceaccount:',
  flags: [],
  generate: (name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }),
};

/** `kubectl create quota`. kube: the same folder, create_quota.go */
export const quotaGenerator: Generator = {
  name: 'quota',
  aliases: ['resourcequota'],
  about: 'creates a ResourceQuota',
  use: '[--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2]',
  failure: 'failed to create quota:',
  flags: [
    { name: 'hard', type: 'text' },
    { name: 'scopes', type: 'text' },
  ],
  generate: (name, { flags }) => {
    const [hard, scopes] = [amountsOf(flags.text('hard')), flags.text('scopes')];
    const spec = {
      ...(hard.size === 0 ? {} : { hard: Object.fromEntries(hard) }),
      ...(scopes === '' ? {} : { scopes: scopes.split(',') }),
    };
    return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec };
  },
};

/** `kubectl create poddisruptionbudget`. kube: the same folder, create_pdb.go */
export const disruptionBudgetGenerator: Generator = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  about: 'creates a PodDisruptionBudget',
  use: '--selector=SELECTOR --min-available=N',
  failure: 'failed to create poddisruptionbudgets:',
  flags: [
    { name: 'min-available', type: 'text' },
    { name: 'max-unavailable', type: 'text' },
    { name: 'selector', type: 'text' },
  ],
  generate: (name, { flags }) => {
    const [selector, least, most] = [flags.text('selector'), flags.text('min-available'), flags.text('max-unavailable')];
    if (selector === '') throw new KubectlError('a selector must be specified');
    if (least === '' && most === '') throw new KubectlError('one of min-available or max-unavailable must be specified');
    if (least !== '' && most !== '') throw new KubectlError('min-available and max-unavailable cannot be both specified');
    const [field, flag, text] = least === '' ? ['maxUnavailable', 'max-unavailable', most] : ['minAvailable', 'min-available', least];
    if (!/^\d+%?$/.test(text)) throw new KubectlError(`invalid format specified for ${flag}`);
    const spec = { [field]: intOrText(text), selector: labelSelectorOf(selector) };
    return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec };
  },
};

/** `kubectl create priorityclass`. kube: the same folder, create_priorityclass.go */
export const priorityClassGenerator: Generator = {
  name: 'priorityclass',
  aliases: ['pc'],
  about: 'creates a PriorityClass',
  use: '--value=VALUE --global-default=BOOL',
  failure: 'failed to create priorityclass:',
  flags: [
    { name: 'value', type: 'int', default: '0' },
    { name: 'global-default', type: 'bool' },
    { name: 'description', type: 'text' },
    { name: 'preemption-policy', type: 'text', default: 'PreemptLowerPriority' },
  ],
  generate: (name, { flags }) => {
    const description = flags.text('description');
    return {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value: flags.number('value'),
      ...(flags.is('global-default') ? { globalDefault: true } : {}),
      ...(description === '' ? {} : { description }),
      preemptionPolicy: flags.text('preemption-policy'),
    };
  },
};
