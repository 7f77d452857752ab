import { ArithmeticError, arithmeticComplaint, evaluateArithmetic } from './arithmetic.ts';
import { changesOf, elementName, elementsOf, keyOf, type AssignmentContext, type Change } from './arrays.ts';
import type { Assignment, Condition, ParameterPart, Script, Word, WordPart } from './ast.ts';
import { expandBraces } from './braces.ts';
import { holds } from './condition.ts';
import type { Files } from './files.ts';
import { editedText, sliceBounds } from './parameter-edit.ts';
import { hasWildcard, matchesPattern } from './pattern.ts';
import { PatternError } from '../re2/syntax.ts';
import { Work } from './work.ts';
import type { Answers, Shell } from './process.ts';

/** What an expansion reads. */
export interface ExpansionContext {
  readonly shell: Shell;
  readonly files: Files;
  readonly answers: Answers;
}

/** The result of an expansion, a command substitution that has to be run first, or a complaint (which ends the shell). */
export type Expansion<T> =
  | { readonly kind: 'done'; readonly value: T; readonly assigned: ReadonlyMap<string, string>; readonly steps: number }
  | { readonly kind: 'needs'; readonly part: Script; readonly isFile: boolean; readonly steps: number }
  | { readonly kind: 'failed'; readonly text: string; readonly isFatal: boolean; readonly steps: number };

/** Expands what `body` asks for; variables set on the way (`${x:=1}`, `$((i++))`) come back with the result. */
export function expanding<T>(context: ExpansionContext, body: (expander: Expander) => T): Expansion<T> {
  const expander = new Expander(context);
  try {
    return { kind: 'done', value: body(expander), assigned: expander.assigned, steps: expander.work.steps };
  } catch (thrown) {
    const { steps } = expander.work;
    if (thrown instanceof Needs) return { kind: 'needs', part: thrown.part, isFile: thrown.isFile, steps };
    if (thrown instanceof ArithmeticError)
      return { kind: 'failed', text: arithmeticComplaint(context.shell.dialect, thrown), isFatal: false, steps };
    if (thrown instanceof PatternError) return { kind: 'failed', text: thrown.message, isFatal: false, steps };
    if (thrown instanceof ExpansionError) return { kind: 'failed', text: thrown.message, isFatal: true, steps };
    if (thrown instanceof RangeError) return { kind: 'failed', text: 'cannot allocate memory', isFatal: true, steps };
    throw thrown;
  }
}

class Needs extends Error {
  readonly part: Script;
  readonly isFile: boolean;
  constructor(part: Script, isFile: boolean) {
    super('a command substitution must run first');
    this.part = part;
    this.isFile = isFile;
  }
}

class ExpansionError extends Error {}

interface Piece {
  readonly text: string;
  readonly quoted: boolean;
  /** Result of an unquoted expansion: split into fields. */
  readonly splits: boolean;
}
type Pieces = readonly (Piece | 'break')[];

const maxText = 1024 * 1024;
const maxFields = 100_000;

/** One expansion in progress; lives only inside `expanding`. */
export class Expander {
  readonly assigned = new Map<string, string>();
  readonly work = new Work();
  readonly #context: ExpansionContext;
  #budget = maxText;

  constructor(context: ExpansionContext) {
    this.#context = context;
  }

  /** All fields of the words: expanded, split and matched against file names. */
  fields(words: readonly Word[]): readonly string[] {
    const fields: string[] = [];
    const { dialect, options } = this.#context.shell;
    const isBash = dialect === 'bash';
    for (const word of isBash ? words.flatMap(expandBraces) : words) {
      for (const field of this.#split(this.#pieces(word, true))) {
        const isPattern = hasWildcard(field) && !options.has('f');
        const names = isPattern ? this.#fileNames(field) : [];
        for (const name of names) fields.push(name);
        if (names.length > 0 || (isPattern && options.has('nullglob'))) continue;
        fields.push(field.map((piece) => piece.text).join(''));
        if (fields.length > maxFields) throw new ExpansionError('argument list too long');
      }
    }
    this.work.move(64 * fields.length);
    return fields;
  }

  /** The word as one text, as in an assignment. */
  text(word: Word): string {
    return this.pattern(word).map((piece) => piece.text).join(''); // prettier-ignore
  }

  /** The word as a pattern, which knows what was quoted. */
  pattern(word: Word): readonly Piece[] {
    return this.#pieces(word, false).map((piece) => (piece === 'break' ? { text: ' ', quoted: true, splits: false } : piece));
  }

  /** The value of arithmetic; the variables that it sets come back with the result. */
  arithmetic(text: string): bigint {
    const result = evaluateArithmetic(text, (name) => this.lookUp(name));
    for (const [name, value] of result.assigned) this.assigned.set(name, value);
    return result.value;
  }

  /** What assignments change, each seeing those before it where they are `kept`. */
  changes(assignments: readonly Assignment[], kept: boolean): readonly Change[] {
    return assignments.flatMap((assignment) => {
      const changes = changesOf(this.#arrays(), assignment);
      if (kept) for (const [name, value] of changes) if (value !== undefined) this.assigned.set(name, value);
      return changes;
    });
  }

  /** Whether a condition holds; undefined when it cannot be read. */
  condition(test: Condition): boolean | undefined {
    const { shell, files } = this.#context;
    return holds({ ...this.#arrays(), files, cwd: shell.cwd, pattern: (word) => this.pattern(word), assign: (name, value) => void this.assigned.set(name, value), isOption: (name) => shell.options.has(name), spend: this.work.spend }, test); // prettier-ignore
  }

  #arrays(): AssignmentContext {
    return {
      variables: this.#context.shell.variables,
      integers: this.#context.shell.integers,
      fields: (words) => this.fields(words),
      text: (word) => this.text(word),
      lookUp: (name) => this.lookUp(name),
      arithmetic: (text) => this.arithmetic(text),
    };
  }

  #pieces(word: Word, splitting: boolean): Pieces {
    const pieces: (Piece | 'break')[] = [];
    word.forEach((part, index) => {
      for (const piece of this.#part(index === 0 ? this.#tilde(part) : part, splitting)) pieces.push(piece);
    });
    return pieces;
  }

  #tilde(part: WordPart): WordPart {
    if (part.kind !== 'text' || part.quoted || !/^~(?:\/|$)/.test(part.text)) return part;
    return { ...part, text: (this.lookUp('HOME') ?? '/root') + part.text.slice(1) };
  }

  #part(part: WordPart, splitting: boolean): Pieces {
    this.work.spend(8);
    switch (part.kind) {
      case 'text':
        return [this.#spend(part.text, part.quoted, false)];
      case 'command':
      case 'process': {
        const text = this.#context.answers.texts.get(part.body);
        if (text === undefined) throw new Needs(part.body, part.kind === 'process');
        return [this.#spend(text, part.quoted, true)];
      }
      case 'arithmetic':
        return [this.#spend(String(this.arithmetic(this.text(part.expression))), part.quoted, true)];
      case 'parameter':
        return this.#parameter(part, splitting);
    }
  }

  #spend(text: string, quoted: boolean, splits: boolean): Piece {
    this.#budget -= text.length;
    this.work.move(text.length);
    if (this.#budget < 0) throw new ExpansionError(`expansion is longer than ${maxText} characters`);
    return { text, quoted, splits: splits && !quoted };
  }

  #parameter(part: ParameterPart, splitting: boolean): Pieces {
    const { operator } = part;
    const list = this.#listOf(part);
    if (list !== undefined) {
      const shown = this.#ofList(part, list);
      if (shown !== undefined) return this.#listed(part, shown, splitting);
    }
    const name =
      part.index === undefined || list !== undefined
        ? part.name
        : elementName(part.name, keyOf(this.#arrays(), part.name, this.text(part.index)));
    const value = list === undefined ? this.lookUp(name) : list.length === 0 ? undefined : list.map(([, text]) => text).join(' ');
    if (operator === 'length' && list !== undefined) return [this.#spend(String(list.length), part.quoted, true)];
    if (operator === 'indirect') return [this.#spend((value === undefined ? undefined : this.lookUp(value)) ?? '', part.quoted, true)];
    if (operator === ':') return [this.#spend(this.#sliced(part, value ?? ''), part.quoted, true)];
    if (operator === 'length') return [this.#spend(String((value ?? '').length), part.quoted, true)];
    const missing = operator.startsWith(':') ? value === undefined || value === '' : value === undefined;
    switch (operator.replace(':', '')) {
      case '-':
        return missing ? this.#substitute(part, splitting) : [this.#spend(value ?? '', part.quoted, true)];
      case '+':
        return missing ? [] : this.#substitute(part, splitting);
      case '=': {
        if (!missing) return [this.#spend(value ?? '', part.quoted, true)];
        const text = this.text(part.word);
        this.assigned.set(name, text);
        return [this.#spend(text, part.quoted, true)];
      }
      case '?':
        if (!missing) return [this.#spend(value ?? '', part.quoted, true)];
        throw new ExpansionError(`${name}: ${this.text(part.word) || `parameter ${this.#context.shell.dialect === 'bash' && operator.startsWith(':') ? 'null or ' : ''}not set`}`); // prettier-ignore
      case '':
        break;
      default:
        return [this.#spend(this.#edited(part, value ?? ''), part.quoted, true)];
    }
    if (value === undefined && this.#context.shell.options.has('u') && !'@*#?$!0-'.includes(name)) {
      const isBash = this.#context.shell.dialect === 'bash';
      throw new ExpansionError(`${isBash && /^[0-9]/.test(name) ? '$' : ''}${name}: ${isBash ? 'unbound variable' : 'parameter not set'}`);
    }
    return value === undefined && !part.quoted ? [] : [this.#spend(value ?? '', part.quoted, true)];
  }

  #edited({ operator, word, second }: ParameterPart, text: string): string {
    return editedText(text, operator, this.pattern(word), second === undefined ? '' : this.text(second), this.work.spend);
  }

  #sliced({ word, second }: ParameterPart, text: string): string {
    this.work.move(4 * text.length);
    const characters = Array.from(text);
    const length = second === undefined ? undefined : this.arithmetic(this.text(second));
    const bounds = sliceBounds(characters.length, this.arithmetic(this.text(word)), length);
    if (bounds === undefined) throw new ExpansionError(`${String(length)}: substring expression < 0`);
    return characters.slice(...bounds).join('');
  }

  /** The elements that `$@`, `${a[@]}` and `${a[*]}` mean; undefined for a parameter that is one text. */
  #listOf({ name, index }: ParameterPart): readonly (readonly [string, string])[] | undefined {
    if (name === '@' || name === '*') return this.#context.shell.parameters.map((text, at) => [String(at + 1), text]);
    const [only, more] = index ?? [];
    const isAll = more === undefined && only?.kind === 'text' && (only.text === '@' || only.text === '*');
    if (!isAll) return undefined;
    const variables =
      this.assigned.size === 0 ? this.#context.shell.variables : new Map([...this.#context.shell.variables, ...this.assigned]);
    this.work.move(16 * variables.size);
    return elementsOf(variables, name);
  }

  /** The texts that a list becomes; undefined where it counts as one text. */
  #ofList(part: ParameterPart, list: readonly (readonly [string, string])[]): readonly string[] | undefined {
    const { operator, name } = part;
    const texts = list.map(([, text]) => text);
    if (operator === '') return texts;
    if (operator === 'indirect') return list.map(([key]) => key);
    if (operator === ':') {
      const isPositional = name === '@' || name === '*';
      if (!isPositional && list.some(([key], at) => Number(key) !== at)) return this.#sparse(part, list);
      const all = isPositional ? [this.#context.shell.name, ...texts] : texts;
      const length = part.second === undefined ? undefined : this.arithmetic(this.text(part.second));
      return all.slice(...(sliceBounds(all.length, this.arithmetic(this.text(part.word)), length) ?? [0, 0]));
    }
    if (!/^[#%/^,]/.test(operator)) return operator.endsWith('+') || operator.endsWith('-') ? (list.length > 0 && operator.endsWith('-') ? texts : undefined) : undefined; // prettier-ignore
    return texts.map((text) => this.#edited(part, text));
  }

  /** Of an array with gaps the offset is an index. */
  #sparse({ word, second }: ParameterPart, list: readonly (readonly [string, string])[]): readonly string[] {
    const offset = this.arithmetic(this.text(word));
    const from = offset < 0n ? Number(list.at(-1)?.[0] ?? 0) + 1 + Number(offset) : Number(offset);
    const rest = list.filter(([key]) => Number(key) >= from).map(([, text]) => text);
    return second === undefined ? rest : rest.slice(0, Number(this.arithmetic(this.text(second))));
  }

  #substitute(part: ParameterPart, splitting: boolean): Pieces {
    if (part.word.length === 0) return part.quoted ? [this.#spend('', true, false)] : [];
    // Unquoted text of the word is split like the result of an expansion.
    return this.#pieces(part.word, splitting).map((piece) => (piece === 'break' || piece.quoted ? piece : { ...piece, splits: true }));
  }

  #listed(part: ParameterPart, parameters: readonly string[], splitting: boolean): Pieces {
    const [only] = part.index ?? [];
    const isJoined = part.name === '*' || (only?.kind === 'text' && only.text === '*');
    if (isJoined && part.quoted) return [this.#spend(parameters.join((this.lookUp('IFS') ?? ' ').slice(0, 1)), true, false)];
    const pieces: (Piece | 'break')[] = [];
    parameters.forEach((parameter, index) => {
      if (index > 0) pieces.push(splitting ? 'break' : { text: ' ', quoted: true, splits: false });
      pieces.push(this.#spend(parameter, part.quoted, true));
    });
    return pieces;
  }

  lookUp(name: string): string | undefined {
    const { shell } = this.#context;
    if (/^[0-9]/.test(name)) return name === '0' ? shell.name : shell.parameters[Number(name) - 1];
    switch (name) {
      case '?':
        return String(shell.status);
      case '$':
        return String(shell.pid);
      case '#':
        return String(shell.parameters.length);
      case '!':
        return shell.background === undefined ? undefined : String(shell.background);
      case '-':
        return [...shell.options].sort().join('');
      case '@':
      case '*':
        return shell.parameters.length === 0 ? undefined : shell.parameters.join(' ');
      case 'LINENO':
        return String(shell.line);
      default:
        return this.assigned.get(name) ?? shell.variables.get(name) ?? this.#firstElement(name) ?? this.#given(name);
    }
  }

  /** Numbers that look like chance and are the same each time; where they stand is kept beside the variables. */
  #random(): string {
    const place = elementName('RANDOM', 'next');
    const state = BigInt(this.assigned.get(place) ?? this.#context.shell.variables.get(place) ?? 42);
    const next = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    this.assigned.set(place, String(next));
    return String((next >> 33n) & 0x7fffn);
  }

  /** What a shell knows that nobody has set. */
  #given(name: string): string | undefined {
    const { shell } = this.#context;
    if (name === 'PWD' || name === 'PPID') return name === 'PWD' ? shell.cwd : '0';
    if (name === 'IFS' || shell.dialect !== 'bash') return undefined;
    if (name === 'RANDOM') return this.#random();
    if (name === 'UID' || name === 'EUID') return '0';
    return name === 'BASH_VERSION' ? '5.2.15(1)-release' : undefined;
  }

  /** An array without an index is its first element; a variable has one element. */
  #firstElement(name: string): string | undefined {
    const { variables } = this.#context.shell;
    if (name.endsWith('[0]')) return variables.get(name.slice(0, -3));
    return name.endsWith(']') ? undefined : variables.get(elementName(name, '0'));
  }

  #split(pieces: Pieces): (readonly Piece[])[] {
    const separators = this.lookUp('IFS') ?? ' \t\n';
    const fields: Piece[][] = [];
    let current: Piece[] | undefined;
    const close = (): void => {
      if (current !== undefined) fields.push(current);
      current = undefined;
    };
    for (const piece of pieces) {
      if (piece === 'break') {
        close();
        continue;
      }
      if (!piece.splits) {
        if (piece.text !== '' || piece.quoted) (current ??= []).push(piece);
        continue;
      }
      let start = 0;
      for (let at = 0; at <= piece.text.length; at++) {
        const character = piece.text[at];
        if (character !== undefined && !separators.includes(character)) continue;
        if (at > start) (current ??= []).push({ ...piece, text: piece.text.slice(start, at) });
        if (character === undefined) break;
        // Two visible separators in a row hold an empty field between them; blanks never do.
        if (!/\s/.test(character)) current ??= [];
        close();
        start = at + 1;
        if (fields.length > maxFields) throw new ExpansionError('argument list too long');
      }
    }
    close();
    return fields;
  }

  #fileNames(field: readonly Piece[]): readonly string[] {
    const components: Piece[][] = [[]];
    for (const piece of field) {
      piece.text.split('/').forEach((text, index) => {
        if (index > 0) components.push([]);
        components.at(-1)?.push({ ...piece, text });
      });
    }
    const plain = (pieces: readonly Piece[]): string => pieces.map((piece) => piece.text).join('');
    const absolute = components.length > 1 && plain(components[0] ?? []) === '';
    if (absolute) components.shift();
    // With a slash at its end a pattern means directories.
    const isFolder = components.length > 1 && plain(components.at(-1) ?? []) === '';
    if (isFolder) components.pop();
    const base = absolute || this.#context.shell.cwd === '/' ? '/' : this.#context.shell.cwd + '/';
    const names: string[] = [];
    for (const [path, node] of this.#context.files.nodes) {
      if (!path.startsWith(base) || path.length === base.length || (isFolder && node.kind !== 'directory')) continue;
      const parts = path.slice(base.length).split('/');
      if (parts.length !== components.length) continue;
      const fits = parts.every((part, index) => {
        const pattern = components[index] ?? [];
        return (!part.startsWith('.') || plain(pattern).startsWith('.')) && matchesPattern(pattern, part, this.work.spend);
      });
      if (fits) names.push((absolute ? '/' : '') + parts.join('/') + (isFolder ? '/' : ''));
    }
    return names.sort();
  }
}
