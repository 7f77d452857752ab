import type { DnsAnswer, DnsRecord, RecordType } from '../dns.ts';
import type { Origin } from '../../control/network.ts';
import type { Tool, ToolNetwork } from './tool.ts';

const TYPES: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'TXT']);

/** `nslookup` of busybox 1.36: a name without a dot is looked up in every domain of the search list, any other as it is. */
export const nslookup: Tool = (call, origin, network) => {
  const args = call.argv.slice(1);
  const asked = args.map((argument) => /^-(?:query)?type=(\w+)$/i.exec(argument)?.[1]?.toUpperCase()).find((type) => type !== undefined);
  const [name, server] = args.filter((argument) => !argument.startsWith('-'));
  if (name === undefined) return { code: 1, stderr: 'Usage: nslookup [-type=QUERY_TYPE] HOST [DNS_SERVER]\n' };
  const at: Origin =
    server === undefined ? origin : { ...origin, resolver: { ...origin.resolver, nameservers: serverAddress(network, origin, server) } };
  const [nameserver] = at.resolver.nameservers;
  if (nameserver === undefined) return { code: 1, stderr: `nslookup: can't connect to remote host (127.0.0.1): Connection refused\n` };
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const types: readonly RecordType[] = isAddress
    ? ['PTR']
    : asked !== undefined && TYPES.has(asked)
      ? [asked as RecordType]
      : ['A', 'AAAA'];
  const names = isAddress ? [`${name.split('.').toReversed().join('.')}.in-addr.arpa`] : searched(at, name);
  const head = `Server:\t\t${nameserver}\nAddress:\t${nameserver}:53\n\n`;
  let [text, code] = ['', 0];
  for (const whole of names) {
    for (const type of types) {
      const answer = network.query(at, whole, type);
      if (answer === undefined)
        return { code: 1, stderr: ';; connection timed out; no servers could be reached\n\n', takesMillis: NO_SERVER_MILLIS };
      const told = toldBy(answer, whole);
      if (answer.status !== 'NOERROR') code = 1;
      text += told;
      // A name that is not there is said once, whatever was asked of it.
      if (answer.status !== 'NOERROR') break;
    }
  }
  return { code, stdout: head + text };
};

/** busybox asks twice and waits for five seconds each. */
const NO_SERVER_MILLIS = 10_000;

function searched({ resolver }: Origin, name: string): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  return name.includes('.') || resolver.searches.length === 0 ? [name] : resolver.searches.map((search) => `${name}.${search}`);
}

function serverAddress(network: ToolNetwork, origin: Origin, server: string): readonly string[] {
  const found = network.lookUp(origin, server);
  return 'ips' in found ? found.ips : [server];
}

function toldBy({ status, answers }: DnsAnswer, name: string): string {
  if (status !== 'NOERROR') return `** server can't find ${name}: ${status}\n\n`;
  if (answers.length === 0) return '';
  return `${answers.map(toldRecord).join('')}\n`;
}

function toldRecord({ name, type, value }: DnsRecord): string {
  switch (type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${name}\nAddress: ${value}\n`;
    case 'CNAME':
      return `${name}\tcanonical name = ${value.slice(0, -1)}\n`;
    case 'PTR':
      return `${name}\tname = ${value.slice(0, -1)}\n`;
    case 'SRV':
      return `${name}\tservice = ${value.slice(0, -1)}\n`;
    case 'TXT':
      return `${name}\ttext = ${value}\n`;
  }
}

/** `dig [+short] NAME [TYPE]`; it knows no search list. */
export const dig: Tool = (call, origin, network) => {
  const args = call.argv.slice(1).filter((argument) => !argument.startsWith('@'));
  const type = (args.map((argument) => argument.toUpperCase()).find((argument) => TYPES.has(argument)) ?? 'A') as RecordType;
  const name = args.find((argument) => !argument.startsWith('+') && !argument.startsWith('-') && !TYPES.has(argument.toUpperCase()));
  const whole = (name ?? '.').replace(/\.$/, '');
  const searches = args.includes('+search') ? searched(origin, whole) : [whole];
  const found = searches.map((each) => network.query(origin, each, type));
  const answer = found.find((each) => (each?.answers.length ?? 0) > 0) ?? found[0];
  if (answer === undefined)
    return { code: 9, stdout: ';; connection timed out; no servers could be reached\n', takesMillis: NO_SERVER_MILLIS };
  if (args.includes('+short')) return { code: 0, stdout: answer.answers.map(({ value }) => `${value}\n`).join('') };
  const lines = answer.answers.map((each) => `${each.name}.\t${each.ttl}\tIN\t${each.type}\t${each.value}\n`).join('');
  const head = `;; ->>HEADER<<- opcode: QUERY, status: ${answer.status}, id: 0\n`;
  return {
    code: 0,
    stdout: `${head}\n;; QUESTION SECTION:\n;${whole}.\t\tIN\t${type}\n${lines === '' ? '' : `\n;; ANSWER SECTION:\n${lines}`}`,
  };
};

/** `getent hosts NAME`, of glibc. */
export const getent: Tool = (call, origin, network) => {
  const [, database, name] = call.argv;
  if (name === undefined || !/^(?:hosts|ahosts|ahostsv4)$/.test(database ?? '')) return { code: 1 };
  const found = network.lookUp(origin, name);
  if (!('ips' in found)) return { code: 2 };
  return { code: 0, stdout: found.ips.map((ip) => `${ip.padEnd(15)} ${found.name}\n`).join('') };
};
