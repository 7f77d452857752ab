import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import type { ParameterPart, Script, Word, WordPart } from './ast.ts';
import type { Files } from './files.ts';
import { hasWildcard, matchesPattern, trimPattern } from './pattern.ts';
import type { Answers, Shell } from './process.ts';

/** What an expansion reads. */
export interface ExpansionContext {
  readonly shell: Shell;
  readonly files: Files;
  readonly answers: Answers;
}

/** The result of an expansion, a command substitution that has to be run first, or a complaint (which ends the shell). */
export type Expansion<T> =
  | { readonly kind: 'done'; readonly value: T; readonly assigned: ReadonlyMap<string, string> }
  | { readonly kind: 'needs'; readonly part: Script }
  | { readonly kind: 'failed'; readonly text: string };

/** Expands what `body` asks for; variables set on the way (`${x:=1}`, `$((i++))`) come back with the result. */
export function expanding<T>(context: ExpansionContext, body: (expander: Expander) => T): Expansion<T> {
  const expander = new Expander(context);
  try {
    return { kind: 'done', value: body(expander), assigned: expander.assigned };
  } catch (thrown) {
    if (thrown instanceof Needs) return { kind: 'needs', part: thrown.part };
    if (thrown instanceof ArithmeticError) return { kind: 'failed', text: `arithmetic syntax error: ${thrown.message}` };
    if (thrown instanceof ExpansionError) return { kind: 'failed', text: thrown.message };
    throw thrown;
  }
}

class Needs extends Error {
  readonly part: Script;
  constructor(part: Script) {
    super('a command substitution must run first');
    this.part = part;
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
  readonly #context: ExpansionContext;
  #budget = maxText;

  constructor(context: ExpansionContext) {
    this.#context = context;
  }

  /** All fields of the words: expanded, split and matched against file names. */
  fields(words: readonly Word[]): readonly string[] {
    const fields: string[] = [];
    for (const word of words) {
      for (const field of this.#split(this.#pieces(word, true))) {
        const names = hasWildcard(field) ? this.#fileNames(field) : [];
        if (names.length > 0) fields.push(...names);
        else fields.push(field.map((piece) => piece.text).join(''));
        if (fields.length > maxFields) throw new ExpansionError('argument list too long');
      }
    }
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

  #pieces(word: Word, splitting: boolean): Pieces {
    const pieces: (Piece | 'break')[] = [];
    word.forEach((part, index) => {
      pieces.push(...this.#part(index === 0 ? this.#tilde(part) : part, splitting));
    });
    return pieces;
  }

  #tilde(part: WordPart): WordPart {
    if (part.kind !== 'text' || part.quoted || !/^~(?:\/|$)/.test(part.text)) return part;
    return { ...part, text: (this.#lookUp('HOME') ?? '/root') + part.text.slice(1) };
  }

  #part(part: WordPart, splitting: boolean): Pieces {
    switch (part.kind) {
      case 'text':
        return [this.#spend(part.text, part.quoted, false)];
      case 'command': {
        const text = this.#context.answers.texts.get(part.body);
        if (text === undefined) throw new Needs(part.body);
        return [this.#spend(text, part.quoted, true)];
      }
      case 'arithmetic': {
        const result = evaluateArithmetic(this.text(part.expression), (name) => this.#lookUp(name));
        for (const [name, value] of result.assigned) this.assigned.set(name, value);
        return [this.#spend(String(result.value), part.quoted, true)];
      }
      case 'parameter':
        return this.#parameter(part, splitting);
    }
  }

  #spend(text: string, quoted: boolean, splits: boolean): Piece {
    this.#budget -= text.length;
    if (this.#budget < 0) throw new ExpansionError(`expansion is longer than ${maxText} characters`);
    return { text, quoted, splits: splits && !quoted };
  }

  #parameter(part: ParameterPart, splitting: boolean): Pieces {
    const { name, operator } = part;
    if ((name === '@' || name === '*') && operator === '') return this.#positional(part, splitting);
    const value = this.#lookUp(name);
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
        throw new ExpansionError(`${name}: ${this.text(part.word) || 'parameter not set'}`);
      case '#':
      case '##':
      case '%':
      case '%%':
        return [this.#spend(trimPattern(value ?? '', operator, this.pattern(part.word)), part.quoted, true)];
      default:
        if (value === undefined && this.#context.shell.options.has('u') && !'@*#?$!0-'.includes(name)) {
          throw new ExpansionError(`${name}: ${this.#context.shell.dialect === 'bash' ? 'unbound variable' : 'parameter not set'}`);
        }
        return value === undefined && !part.quoted ? [] : [this.#spend(value ?? '', part.quoted, true)];
    }
  }

  #substitute(part: ParameterPart, splitting: boolean): Pieces {
    if (part.word.length === 0) return part.quoted ? [this.#spend('', true, false)] : [];
    // Unquoted text of the word is split like the result of an expansion.
    return this.#pieces(part.word, splitting).map((piece) => (piece === 'break' || piece.quoted ? piece : { ...piece, splits: true }));
  }

  #positional(part: ParameterPart, splitting: boolean): Pieces {
    const { parameters } = this.#context.shell;
    if (part.name === '*' && part.quoted) return [this.#spend(parameters.join((this.#lookUp('IFS') ?? ' ').slice(0, 1)), true, false)];
    const pieces: (Piece | 'break')[] = [];
    parameters.forEach((parameter, index) => {
      if (index > 0) pieces.push(splitting ? 'break' : { text: ' ', quoted: true, splits: false });
      pieces.push(this.#spend(parameter, part.quoted, true));
    });
    return pieces;
  }

  #lookUp(name: string): string | undefined {
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
      default:
        return this.assigned.get(name) ?? shell.variables.get(name);
    }
  }

  #split(pieces: Pieces): (readonly Piece[])[] {
    const separators = this.#lookUp('IFS') ?? ' \t\n';
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
    const base = absolute || this.#context.shell.cwd === '/' ? '/' : this.#context.shell.cwd + '/';
    const names: string[] = [];
    for (const path of this.#context.files.nodes.keys()) {
      if (!path.startsWith(base) || path.length === base.length) continue;
      const parts = path.slice(base.length).split('/');
      if (parts.length !== components.length) continue;
      const fits = parts.every((part, index) => {
        const pattern = components[index] ?? [];
        return (!part.startsWith('.') || plain(pattern).startsWith('.')) && matchesPattern(pattern, part);
      });
      if (fits) names.push((absolute ? '/' : '') + parts.join('/'));
    }
    return names.sort();
  }
}
