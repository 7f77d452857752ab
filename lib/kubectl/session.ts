import { UsageError } from '../api/errors.ts';
import { filesOf, findNode, placeNode, resolvePath, type Files } from '../base/shell/files.ts';
import { FIRST_KUBECONFIG } from './kubeconfig.ts';
import { runCommandLine, runScript, type ShellEnd } from './shell.ts';
import type { Reach } from './terminal.ts';
import { readFolder, writeFolder } from './work-folder.ts';
import { splitWords } from './words.ts';

/** The files that commands see and change: a folder of this machine, or texts by their names. */
export type WorkFiles = string | Record<string, string>;

/** Where a command is given. */
export interface CommandOptions {
  /** What lies in the folder in which it is given; what commands write there is there afterwards. */
  readonly files?: WorkFiles | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** What stands in the place of the person's editor, of `kubectl edit`: is given a text and answers what becomes of it. Else `KUBE_EDITOR` is run. */
  readonly editor?: ((text: string) => string) | undefined;
  /** How long each of kubectl's commands takes, in milliseconds. Unless given a command takes no time, and a tenth of a second lies between two of a script. */
  readonly commandMillis?: number | undefined;
}

/** Where one command of kubectl's is given. */
export interface KubectlOptions extends CommandOptions {
  /** What it reads where it is told `-f -`. */
  readonly stdin?: string | undefined;
}

/** How a command ended, and what it printed. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** What a person keeps between commands. */
export interface Home {
  kubeconfig: string;
}

/** What somebody has at home who has just been given a cluster. */
export function firstHome(): Home {
  return { kubeconfig: FIRST_KUBECONFIG };
}

const WORK_FOLDER = '/work';
const HOME = '/root';
const KUBECONFIG = `${HOME}/.kube/config`;
const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['HOME', HOME],
  ['KUBECONFIG', KUBECONFIG],
  ['PATH', '/usr/local/bin:/usr/bin:/bin'],
  ['USER', 'root'],
];

/** Runs a command line of kubectl's, without the word `kubectl` or with it. Throws a UsageError for quotes that do not end. */
export function kubectl(cluster: Reach, home: Home, line: string | readonly string[], options: KubectlOptions = {}): CommandResult {
  const words = typeof line === 'string' ? splitWords(line) : line;
  const argv = words[0] === 'kubectl' ? words.slice(1) : words;
  return within(cluster, home, options, (place) => runCommandLine(place, argv, options.stdin ?? ''));
}

/** Runs a script of shell in which there is `kubectl`. Throws a UsageError for one that does not end. */
export function shell(cluster: Reach, home: Home, script: string, options: CommandOptions = {}): CommandResult {
  return within(cluster, home, options, (place) => runScript(place, script));
}

function within(
  cluster: Reach,
  home: Home,
  { files = {}, env = {}, commandMillis, editor }: CommandOptions,
  run: (place: Parameters<typeof runScript>[0]) => ShellEnd,
): CommandResult {
  const texts = typeof files === 'string' ? readFolder(files) : new Map(Object.entries(files));
  const before = treeOf(texts, home);
  const end = run({
    cluster,
    files: before,
    env: new Map([...ENVIRONMENT, ...Object.entries(env)]),
    cwd: WORK_FOLDER,
    commandMillis,
    editor,
  });
  keep(home, end.files);
  const after = textsBelow(end.files);
  if (typeof files === 'string') writeFolder(files, texts, after);
  else replaceTexts(files, after);
  return { code: end.code, stdout: end.stdout, stderr: end.stderr };
}

function treeOf(texts: ReadonlyMap<string, string>, home: Home): Files {
  let files = placeNode(filesOf([[KUBECONFIG, home.kubeconfig]]), WORK_FOLDER, { kind: 'directory' });
  for (const [name, content] of texts) {
    const path = resolvePath(WORK_FOLDER, name);
    if (name.startsWith('/') || !path.startsWith(`${WORK_FOLDER}/`))
      throw new UsageError(
        `the file ${JSON.stringify(name)} does not lie in the folder of the commands: name it without "/" at its start and without ".."`,
      );
    files = placeNode(files, path, { kind: 'file', content });
  }
  return files;
}

function keep(home: Home, files: Files): void {
  const node = findNode(files, KUBECONFIG);
  if (node?.kind === 'file') home.kubeconfig = node.content;
}

function textsBelow({ nodes }: Files): ReadonlyMap<string, string> {
  const prefix = `${WORK_FOLDER}/`;
  return new Map(
    [...nodes].flatMap(([path, node]) =>
      node.kind === 'file' && path.startsWith(prefix) ? [[path.slice(prefix.length), node.content] as const] : [],
    ),
  );
}

function replaceTexts(files: Record<string, string>, after: ReadonlyMap<string, string>): void {
  for (const name of Object.keys(files)) if (!after.has(name)) Reflect.deleteProperty(files, name);
  for (const [name, value] of after) {
    if (files[name] !== value) Object.defineProperty(files, name, { value, enumerable: true, writable: true, configurable: true });
  }
}
