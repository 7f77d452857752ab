import { goQuote } from '../api/field-errors.ts';
import type { Call, Command } from './command.ts';
import { commands } from './commands/index.ts';
import { ConfigurationError, errorText, ExitCode, isToldError, KubectlError, WrongUse } from './errors.ts';
import { FlagError, parseFlags, type Flag, type ParsedFlags } from './flags.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import { helpText } from './help.ts';
import { entriesOf, readKubeconfig } from './kubeconfig.ts';
import { PrintError } from './print/print-error.ts';
import { suggestionsFor } from './suggestions.ts';
import type { Terminal } from './terminal.ts';

/** The person at the terminal, as the first kubeconfig has it. */
const ADMIN = 'admin';

/** Carries out a command line of kubectl's, without the word `kubectl`; answers its exit code. It prints what kubectl 1.32 prints. */
export function runKubectl(terminal: Terminal, words: readonly string[]): number {
  const { command, path, rest } = findCommand(withHelpLast(words));
  try {
    run(terminal, command, path, rest);
    return 0;
  } catch (error) {
    if (error instanceof ExitCode) return error.code;
    if (error instanceof FlagError) terminal.complain(`error: ${error.message}\nSee '${path} --help' for usage.\n`);
    else if (isToldError(error)) {
      if (error instanceof PrintError) terminal.print(error.printed);
      terminal.complain(errorText(error, path));
    } else throw error;
    return 1;
  }
}

/** `help get` is `get --help`. kube: github.com/spf13/cobra command.go InitDefaultHelpCmd */
function withHelpLast(words: readonly string[]): readonly string[] {
  const at = firstArgument(words, GLOBAL_FLAGS);
  return at !== -1 && words[at] === 'help' ? [...words.filter((_, i) => i !== at), '--help'] : words;
}

interface Found {
  readonly command: Command;
  /** The words that lead to it. */
  readonly path: string;
  readonly rest: readonly string[];
}

const ROOT: Command = { name: 'kubectl', about: 'controls the Kubernetes cluster manager', commands };

/** The command that is meant: flags may stand before its name. kube: github.com/spf13/cobra command.go Command.Find */
function findCommand(words: readonly string[]): Found {
  let [command, path, rest]: [Command, string, readonly string[]] = [ROOT, ROOT.name, words];
  while (command.commands !== undefined) {
    const at = firstArgument(rest, [...GLOBAL_FLAGS, ...(command.flags ?? [])]);
    const word = at === -1 ? undefined : rest[at]!;
    const next =
      word === undefined ? undefined : command.commands.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
    if (next === undefined) break;
    path += ` ${next.name}`;
    rest = rest.filter((_, i) => i !== at);
    command = next;
  }
  return { command, path, rest };
}

/** Where the first word stands that is neither a flag nor the value of one; -1 where there is none. kube: the same file, stripFlags */
function firstArgument(words: readonly string[], flags: readonly Flag[]): number {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return at;
    const flag = word.startsWith('--') ? flags.find(({ name }) => name === word.slice(2)) : flags.find(({ short }) => word === `-${short}`);
    const takesNext = word.startsWith('--') ? !word.includes('=') : word.length === 2;
    if (takesNext && flag !== undefined && flag.type !== 'bool' && flag.bare === undefined) at++;
  }
  return -1;
}

function run(terminal: Terminal, command: Command, path: string, words: readonly string[]): void {
  if (command === ROOT) checkKnown(words);
  const parsed = parseFlags([...GLOBAL_FLAGS, ...(command.flags ?? [])], words);
  const [first] = parsed.args;
  if (parsed.wantsHelp || (command === ROOT && first === undefined)) {
    terminal.print(helpText(command, path));
    return;
  }
  if (command.run === undefined) throw lackingWord(terminal, command, path, parsed.args);
  const lacking = (command.flags ?? []).filter(({ name, isRequired }) => isRequired === true && !parsed.values.has(name));
  if (lacking.length > 0) throw new KubectlError(`required flag(s) ${lacking.map(({ name }) => `"${name}"`).join(', ')} not set`);
  command.run(callOf(terminal, parsed, path, command.flags ?? []));
}

/** A word that is no command is told of before anything else is read. kube: github.com/spf13/cobra args.go legacyArgs */
function checkKnown(words: readonly string[]): void {
  const at = firstArgument(words, GLOBAL_FLAGS);
  if (at === -1) return;
  const word = JSON.stringify(words[at]);
  throw new KubectlError(`unknown command ${word} for ${JSON.stringify(ROOT.name)}${suggestionsFor(words[at]!, commands)}`);
}

/** What becomes of a word after which another is needed. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go DefaultSubCommandRun */
function lackingWord(terminal: Terminal, command: Command, path: string, args: readonly string[]): Error {
  if (args.length > 0) return new WrongUse(`unknown command ${goQuote(args.join(' '))}`);
  terminal.complain(helpText(command, path));
  return new ExitCode(1);
}

function callOf(terminal: Terminal, { values, args, dashAt }: ParsedFlags, path: string, own: readonly Flag[]): Call {
  const { print, complain } = terminal;
  const warned = new Set<string>();
  // A kubeconfig that cannot be read is nothing to a command that needs none.
  let connection: Connection | undefined;
  const connected = (): Connection =>
    (connection ??= connect(terminal, values, (flag) => values.has(flag) && own.every(({ name }) => name !== flag)));
  return {
    terminal,
    get client() {
      return connected().client;
    },
    get namespace() {
      return connected().namespace;
    },
    flags: values,
    args,
    dashAt,
    path,
    saysNamespace: values.text('namespace') !== '',
    print,
    complain,
    warn: (warning) => {
      if (!warned.has(warning)) complain(`Warning: ${warning}\n`);
      warned.add(warning);
    },
  };
}

/** As whom a command works, and where. */
type Connection = Pick<Call, 'client' | 'namespace'>;

/** What the kubeconfig and the flags say that every command takes, not those of its own of the same name. Throws a ConfigurationError for a context that is not there. */
function connect(terminal: Terminal, values: ParsedFlags['values'], isSaid: (flag: string) => boolean): Connection {
  const { contexts, currentContext, value } = readKubeconfig(terminal, values.text('kubeconfig'));
  const name = values.has('context') ? values.text('context') : currentContext;
  const context = contexts.find((each) => each.name === name);
  if (context === undefined && name !== '') throw new ConfigurationError(`context was not found for specified context: ${name}`);
  const isThere = (list: string, entry: string): boolean => entriesOf(value, list).some((each) => each['name'] === entry);
  if (isSaid('user') && !isThere('users', values.text('user')))
    throw new KubectlError(`auth info ${JSON.stringify(values.text('user'))} does not exist`);
  if (isSaid('cluster') && !isThere('clusters', values.text('cluster')))
    throw new KubectlError(`no server found for cluster ${JSON.stringify(values.text('cluster'))}`);
  const namespace = values.text('namespace') === '' ? (context?.namespace ?? 'default') : values.text('namespace');
  const { cluster } = terminal;
  const client = values.has('as') ? cluster.impersonate(values.text('as'), values.list('as-group')) : cluster.as(ADMIN);
  return { client, namespace };
}
