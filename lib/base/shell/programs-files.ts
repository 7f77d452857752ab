import type { FileNode, FileProblem, Files } from './files.ts';
import { findNode, listNames, makeDirectory, placeNode, removeNode, resolvePath, writeFile } from './files.ts';
import type { Flags, Program, ProgramCall, ProgramStep } from './program.ts';
import { exit, misused, nameOf, parseFlags, unknownFlag } from './program.ts';
import { complaintOf, isStream, readAll } from './program-input.ts';

const cat: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'nbsuAeEtTv');
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  const names = flags.operands;
  if (names.some((name) => resolvePath(call.cwd, name) === '/dev/zero'))
    return { kind: 'again', stdout: '\0'.repeat(1024), memory: undefined };
  const isPlain = !'nbsAeEtTv'.split('').some((letter) => flags.has(letter));
  if (isPlain && (names.length === 0 || (names.length === 1 && isStream(names[0]!)))) {
    return call.inputEnded ? exit(0, call.input) : { kind: 'input', stdout: call.input, memory: undefined };
  }
  const collected = ((call.memory as string | undefined) ?? '') + call.input;
  if ((names.length === 0 || names.some(isStream)) && !call.inputEnded) return { kind: 'input', memory: collected };
  const { texts, stderr } = readAll(call, names.length === 0 ? ['-'] : names, collected);
  const text = texts.map((part) => part.text).join('');
  return exit(stderr === '' ? 0 : 1, isPlain ? text : shownText(text, flags), stderr);
};

/** With numbers, ends of lines and tabs made visible, as cat's flags ask for it. */
function shownText(text: string, flags: Flags): string {
  const has = (letters: string): boolean => letters.split('').some((letter) => flags.has(letter));
  const lines = (flags.has('s') ? text.replace(/\n{3,}/g, '\n\n') : text).split(/(?<=\n)/);
  let number = 0;
  const shown = lines.map((line) => {
    const tabbed = has('AtT') ? line.replaceAll('\t', '^I') : line;
    const visible = has('Aetv')
      ? tabbed.replace(/[\x00-\x08\x0b-\x1f]/g, (one) => `^${String.fromCharCode(one.charCodeAt(0) + 64)}`)
      : tabbed;
    const ended = has('AeE') ? visible.replace(/\n$/, '$\n') : visible;
    const isCounted = flags.has('b') ? line !== '\n' : flags.has('n');
    return isCounted && line !== '' ? `${String(++number).padStart(6)}\t${ended}` : ended;
  });
  return shown.join('');
}

type FileOperation = (
  files: Files,
  name: string,
  path: string,
) => { readonly files: Files; readonly stdout?: string } | { readonly stderr: string };

function forEachOperand(call: ProgramCall, operands: readonly string[], operate: FileOperation): ProgramStep {
  if (operands.length === 0) {
    if (call.flavour === 'busybox') return exit(1, '', `${nameOf(call)}: missing operand\n`);
    return misused(call, nameOf(call) === 'touch' ? 'missing file operand' : 'missing operand');
  }
  let { files } = call;
  let stdout = '';
  let stderr = '';
  for (const name of operands) {
    const result = operate(files, name, resolvePath(call.cwd, name));
    if ('files' in result) files = result.files;
    else stderr += result.stderr;
    stdout += 'files' in result ? (result.stdout ?? '') : '';
  }
  return { kind: 'exit', code: stderr === '' ? 0 : 1, stdout, stderr, files };
}

const touch: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'acmfh', 'drt');
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  return forEachOperand(call, flags.operands, (files, name, path) => {
    if (findNode(files, path) !== undefined || path === '/dev/null' || flags.has('c')) return { files };
    const written = writeFile(files, path, '', false);
    return typeof written === 'string' ? { stderr: complaintOf(call, name, `cannot touch '${name}'`, written) } : { files: written };
  });
};

const rm: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'rRfidv', '', new Map([['recursive', 'r'], ['force', 'f']])); // prettier-ignore
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  const recursive = flags.has('r') || flags.has('R');
  if (flags.operands.length === 0 && flags.has('f')) return exit(0);
  return forEachOperand(call, flags.operands, (files, name, path) => {
    const removed = path === '/' ? 'EISDIR' : removeNode(files, path, { recursive, emptyDirectory: flags.has('d') });
    if (typeof removed !== 'string') return { files: removed, stdout: flags.has('v') ? `removed '${name}'\n` : '' };
    if (removed === 'ENOENT' && flags.has('f')) return { files };
    if (removed === 'EISDIR' && call.flavour === 'busybox') return { stderr: `rm: '${name}' is a directory\n` };
    return { stderr: complaintOf(call, `can't remove '${name}'`, `cannot remove '${name}'`, removed) };
  });
};

const rmdir: Program = (call) =>
  forEachOperand(call, parseFlags(call.argv.slice(1), 'pv').operands, (files, name, path) => {
    const node = findNode(files, path);
    const removed = node?.kind === 'file' ? 'ENOTDIR' : removeNode(files, path, { emptyDirectory: true });
    return typeof removed === 'string'
      ? { stderr: complaintOf(call, `'${name}'`, `failed to remove '${name}'`, removed) }
      : { files: removed };
  });

const mkdir: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'pv', 'm', new Map([['parents', 'p']]));
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  return forEachOperand(call, flags.operands, (files, name, path) => {
    const made = makeDirectory(files, path, flags.has('p'));
    return typeof made === 'string'
      ? { stderr: complaintOf(call, `can't create directory '${name}'`, `cannot create directory '${name}'`, made) }
      : { files: made, stdout: flags.has('v') ? `mkdir: created directory '${name}'\n` : '' };
  });
};

const ls: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), '1aAldhtrRFpi');
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  const names = flags.operands.length === 0 ? ['.'] : flags.operands;
  const plain: string[] = [];
  const sections: { title: string; lines: readonly string[] }[] = [];
  let stderr = '';
  for (const name of names) {
    const path = resolvePath(call.cwd, name);
    const node = findNode(call.files, path);
    if (node === undefined) stderr += complaintOf(call, name, `cannot access '${name}'`, 'ENOENT');
    else if (node.kind === 'file' || flags.has('d')) plain.push(flags.has('l') ? longLine(node, name) : name);
    else sections.push(...sectionsOf(call, name, path, flags));
  }
  const blocks = sections.map(({ title, lines }) =>
    (names.length > 1 || flags.has('R') ? [`${title}:`, ...lines] : lines).map((line) => line + '\n').join(''),
  );
  if (plain.length > 0) blocks.unshift(plain.map((line) => line + '\n').join(''));
  return exit(stderr === '' ? 0 : call.flavour === 'busybox' ? 1 : 2, blocks.join('\n'), stderr);
};

/** A directory, and with -R those in it. */
function sectionsOf(call: ProgramCall, name: string, path: string, flags: Flags): { title: string; lines: readonly string[] }[] {
  const own = { title: name, lines: entriesOf(call, path, flags) };
  if (!flags.has('R')) return [own];
  const folders = listNames(call.files, path).filter((child) => findNode(call.files, resolvePath(path, child))?.kind === 'directory');
  return [own, ...folders.flatMap((child) => sectionsOf(call, `${name}/${child}`, resolvePath(path, child), flags))];
}

function entriesOf(call: ProgramCall, path: string, flags: Flags): readonly string[] {
  let names = [...listNames(call.files, path)];
  if (flags.has('a')) names = ['.', '..', ...names];
  else if (!flags.has('A')) names = names.filter((name) => !name.startsWith('.'));
  if (flags.has('r')) names.reverse();
  const marked = (name: string): string => {
    const node = findNode(call.files, resolvePath(path, name));
    const isProgram = flags.has('F') && node?.kind === 'file' && node.executable === true;
    return (flags.has('F') || flags.has('p')) && node?.kind === 'directory' ? `${name}/` : isProgram ? `${name}*` : name;
  };
  if (!flags.has('l')) return names.map(marked);
  const lines = names.map((name) => longLine(findNode(call.files, resolvePath(path, name)) ?? { kind: 'directory' }, marked(name)));
  return [`total ${4 * lines.length}`, ...lines];
}

function longLine(node: FileNode, name: string): string {
  if (node.kind === 'directory') return `drwxr-xr-x    2 root     root          4096 Jan  1 00:00 ${name}`;
  const mode = node.executable === true ? '-rwxr-xr-x' : '-rw-r--r--';
  return `${mode}    1 root     root      ${String(Buffer.byteLength(node.content)).padStart(8)} Jan  1 00:00 ${name}`;
}

const cp: Program = (call) => copyOrMove(call, false);
const mv: Program = (call) => copyOrMove(call, true);

function copyOrMove(call: ProgramCall, move: boolean): ProgramStep {
  const flags = parseFlags(call.argv.slice(1), 'rRafpvLPnu');
  const sources = flags.operands.slice(0, -1);
  const last = flags.operands.at(-1);
  if (last === undefined) return misused(call, 'missing file operand');
  if (sources.length === 0) return misused(call, `missing destination file operand after '${last}'`);
  const target = resolvePath(call.cwd, last);
  if (sources.length > 1 && findNode(call.files, target)?.kind !== 'directory') {
    const problem = findNode(call.files, target) === undefined ? 'ENOENT' : 'ENOTDIR';
    return exit(1, '', complaintOf(call, `can't create '${last}'`, `target '${last}'`, problem));
  }
  const recursive = move || flags.has('r') || flags.has('R') || flags.has('a');
  return forEachOperand(call, sources, (files, name, path) => {
    const node = findNode(files, path);
    if (node === undefined) {
      const problem = move ? [`can't rename '${name}'`, `cannot stat '${name}'`] : [`can't stat '${name}'`, `cannot stat '${name}'`];
      return { stderr: complaintOf(call, problem[0] ?? '', problem[1] ?? '', 'ENOENT') };
    }
    if (node.kind === 'directory' && !recursive) {
      return {
        stderr: `${nameOf(call)}: ${call.flavour === 'busybox' ? `omitting directory '${name}'` : `-r not specified; omitting directory '${name}'`}\n`,
      };
    }
    const inside = findNode(files, target)?.kind === 'directory';
    const base = path.split('/').at(-1) ?? '';
    const stdout = flags.has('v')
      ? `${move ? 'renamed ' : ''}'${name}' -> '${inside ? `${last.replace(/\/$/, '')}/${base}` : last}'\n`
      : '';
    const copied = copyTree(files, path, inside ? resolvePath(target, base) : target);
    const result = typeof copied === 'string' || !move ? copied : removeNode(copied, path, { recursive: true });
    if (typeof result !== 'string') return { files: result, stdout };
    return { stderr: complaintOf(call, `can't create '${last}'`, `cannot create regular file '${last}'`, result) };
  });
}

function copyTree(files: Files, from: string, to: string): Files | FileProblem {
  const node = findNode(files, from);
  if (node === undefined) return 'ENOENT';
  if (from === to || to.startsWith(from + '/')) return 'EEXIST';
  if (node.kind === 'file') {
    const written = writeFile(files, to, node.content, false);
    return typeof written === 'string' || node.executable !== true
      ? written
      : placeNode(written, to, { kind: 'file', content: node.content, executable: true });
  }
  let result = makeDirectory(files, to, true);
  for (const name of listNames(files, from)) {
    if (typeof result === 'string') return result;
    result = copyTree(result, `${from}/${name}`, `${to}/${name}`);
  }
  return result;
}

const tee: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'ai');
  let { files } = call;
  let stderr = '';
  for (const name of flags.operands) {
    const append = flags.has('a') || call.memory === 'begun';
    const written = writeFile(files, resolvePath(call.cwd, name), call.input, append);
    if (typeof written !== 'string') files = written;
    else if (call.memory === undefined) stderr += complaintOf(call, name, name, written);
  }
  const effects = { stdout: call.input, stderr, files };
  return call.inputEnded ? { kind: 'exit', code: 0, ...effects } : { kind: 'input', memory: 'begun', ...effects };
};

const chmod: Program = (call) => {
  const [mode = '', ...operands] = parseFlags(
    call.argv.slice(1).filter((argument) => !/^-[rwx]+$/.test(argument)),
    'Rvf',
  ).operands;
  const executable = mode.includes('x') ? !mode.includes('-') : /^[0-7]+$/.test(mode) ? (parseInt(mode, 8) & 0o111) !== 0 : undefined;
  return forEachOperand(call, operands, (files, name, path) => {
    const node = findNode(files, path);
    if (node === undefined) return { stderr: complaintOf(call, name, `cannot access '${name}'`, 'ENOENT') };
    return { files: node.kind === 'directory' || executable === undefined ? files : placeNode(files, path, { ...node, executable }) };
  });
};

/** Programs about files: cat, touch, rm, mkdir, rmdir, ls, cp, mv, tee, chmod. */
export const filePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['cat', cat],
  // Where nobody turns pages they print what they read.
  ['more', cat],
  ['less', cat],
  ['touch', touch],
  ['rm', rm],
  ['rmdir', rmdir],
  ['mkdir', mkdir],
  ['ls', ls],
  ['cp', cp],
  ['mv', mv],
  ['tee', tee],
  ['chmod', chmod],
  ['chown', () => exit(0)],
]);
