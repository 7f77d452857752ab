import type { Client } from '../../api/client.ts';
import type { PolicyRule } from '../../api/generated/types.ts';
import { isAllowed, MASTERS, personNamed, rulesFor, type Person, type Wish } from '../../authorization/rbac.ts';
import type { Call, Command } from '../command.ts';
import { ExitCode, KubectlError, WrongUse } from '../errors.ts';
import { formatOf, OUTPUT_FLAGS, OUTPUT_FORMATS } from '../output.ts';
import { TABLE_TABS, tabbed } from '../print/tab-writer.ts';
import { findKindNamed } from '../resource-types.ts';

const canI: Command = {
  name: 'can-i',
  about: 'tells whether something may be done',
  use: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: [
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'list', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'subresource', type: 'text' },
  ],
  run: askWhether,
};

const whoAmI: Command = {
  name: 'whoami',
  about: 'tells who asks',
  flags: OUTPUT_FLAGS,
  run: (call) => {
    if (call.args.length > 0) throw new WrongUse(`unexpected arguments: ${call.args.join(' ')}`);
    const { name, groups } = personOf(call);
    const format = formatOf(call, OUTPUT_FORMATS);
    const review = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
      metadata: { creationTimestamp: null },
      status: { userInfo: { groups, username: name } },
    };
    if (format !== undefined) call.print(format({ kind: 'SelfSubjectReview', group: 'authentication.k8s.io' }, review));
    else call.print(tabbed(`ATTRIBUTE\tVALUE\nUsername\t${name}\nGroups\t[${groups.join(' ')}]\n`, TABLE_TABS));
  },
};

/** `kubectl auth`. kube: staging/src/k8s.io/kubectl/pkg/cmd/auth/auth.go */
export const auth: Command = { name: 'auth', about: 'tells who may do what', commands: [canI, whoAmI] };

const VERBS = 'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(' ');
const URL_VERBS = 'get put post head options delete patch *'.split(' ');

/** kube: the same folder, cani.go */
function askWhether(call: Call): void {
  const { flags, args } = call;
  const isEverywhere = flags.is('all-namespaces');
  if (flags.is('list')) {
    if (flags.is('quiet') || isEverywhere || flags.text('subresource') !== '')
      throw new KubectlError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
    if (args.length > 0) throw new KubectlError('list option must be specified with no arguments');
    printRules(call, rulesFor(rolesOf(call), personOf(call), call.namespace));
    return;
  }
  const [verb, what, ...more] = args;
  if (verb === undefined || what === undefined || more.length > 0) {
    call.complain(
      "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.\n",
    );
    throw new ExitCode(1);
  }
  const { wish, isClusterWide } = wishOf(call, verb, what);
  const rules = rulesFor(rolesOf(call), personOf(call), isEverywhere || isClusterWide ? undefined : call.namespace);
  const may = isAllowed(rules, wish);
  if (!flags.is('quiet')) call.print(may ? 'yes\n' : 'no\n');
  if (!may) throw new ExitCode(1);
}

function wishOf(call: Call, verb: string, what: string): { readonly wish: Wish; readonly isClusterWide: boolean } {
  const { flags, client } = call;
  const subresource = flags.text('subresource');
  const isUrl = what.startsWith('/');
  if (isUrl && subresource !== '') throw new KubectlError('--subresource can not be used with NonResourceURL');
  if (!(isUrl ? URL_VERBS : VERBS).includes(verb)) call.complain(`Warning: verb '${verb}' is not a known verb\n\n`);
  if (isUrl) return { wish: { verb, url: what }, isClusterWide: true };
  const [type = '', name = ''] = what.split('/');
  const kind = findKindNamed(client.api.registry, type);
  const [resource = '', ...suffix] = type.split('.');
  const group = kind?.group ?? suffix.join('.');
  const inGroup = group === '' ? '' : ` in group '${group}'`;
  if (kind === undefined && type !== '*') call.complain(`Warning: the server doesn't have a resource type '${resource}'${inGroup}\n\n`);
  const isClusterWide = kind?.scope === 'Cluster';
  if (isClusterWide) call.complain(`Warning: resource '${kind.plural}' is not namespace scoped${inGroup}\n\n`);
  return { wish: { verb, group, resource: kind?.plural ?? resource, subresource, name }, isClusterWide };
}

/** Who is asked what roles there are: the server, whoever wants to know. */
function rolesOf({ client }: Call): Client {
  return client.api.as('system:apiserver');
}

/** Who asks: the person at the terminal may do everything, unless somebody else is meant. */
function personOf({ flags, client }: Call): Person {
  return flags.has('as') ? personNamed(flags.text('as'), flags.list('as-group')) : personNamed(client.user, [MASTERS]);
}

function printRules({ print, flags }: Call, rules: readonly PolicyRule[]): void {
  const rows = rules.flatMap(({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }) => {
    const named = resources.flatMap((resource) => apiGroups.map((group) => (group === '' ? resource : `${resource}.${group}`)));
    const cells = `[${nonResourceURLs.join(' ')}]\t[${resourceNames.join(' ')}]\t[${verbs.join(' ')}]\n`;
    return (nonResourceURLs.length > 0 ? [''] : named).map((resource) => `${resource}\t${cells}`);
  });
  const header = flags.is('no-headers') ? '' : 'Resources\tNon-Resource URLs\tResource Names\tVerbs\n';
  print(tabbed(header + rows.join(''), TABLE_TABS));
}
