import { AwkError } from './ast.ts';
import { fieldsOf, PatternShelf, recordsOf } from './text-functions.ts';
import type { Value } from './values.ts';

/** What a run finds. */
export interface AwkWorld {
  readonly argv: readonly string[];
  /** `-v name=value`, in order. */
  readonly assigned: readonly (readonly [string, string])[];
  readonly env: ReadonlyMap<string, string>;
  /** Counts what is computed; throws a PatternError when it is too much. */
  readonly spend: (work: number) => void;
  readonly epochSeconds: number;
  /** The text of a file by its written name; undefined when it cannot be read. */
  readonly readText: (name: string) => string | undefined;
  readonly writeText: (name: string, text: string, appends: boolean) => void;
}

interface Variables {
  readonly get: (name: string) => string;
  readonly set: (name: string, value: Value) => void;
}

const MOST_PRINTED = 16 * 1024 * 1024;
const MOST_FIELDS = 100_000;

/** The input of a run, record by record, with the fields of the current one; and its output. */
export class Surroundings {
  readonly patterns: PatternShelf;
  readonly world: AwkWorld;
  stdout: string[] = [];
  stderr = '';
  readonly #variables: Variables;
  readonly #files: string[];
  readonly #opened = new Map<string, { readonly lines: readonly string[]; at: number }>();
  readonly #written = new Set<string>();
  #records: readonly string[] = [];
  #at = 0;
  #line = '';
  #fields: string[] | undefined = [];
  #isLineStale = false;
  #printed = 0;
  #number = 0;
  #fileNumber = 0;
  hasFailed = false;

  constructor(world: AwkWorld, variables: Variables) {
    this.world = world;
    this.patterns = new PatternShelf(world.spend);
    this.#variables = variables;
    const operands = world.argv.slice(1);
    this.#files = operands.some((name) => name !== '' && !isAssignment(name)) ? operands : [...operands, '-'];
  }

  /** Goes to the next record; false at the end of the input. */
  advance(): boolean {
    const line = this.nextLine();
    if (line === undefined) return false;
    this.setField(0, line);
    return true;
  }

  /** The next record, which is counted; undefined at the end of the input. */
  nextLine(): string | undefined {
    while (this.#at >= this.#records.length) if (!this.#openNext()) return undefined;
    this.#number = Number(this.#variables.get('NR')) + 1;
    this.#fileNumber = Number(this.#variables.get('FNR')) + 1;
    this.#variables.set('NR', this.#number);
    this.#variables.set('FNR', this.#fileNumber);
    return this.#records[this.#at++];
  }

  skipFile(): void {
    this.#at = this.#records.length;
  }

  #openNext(): boolean {
    const name = this.#files.shift();
    if (name === undefined) return false;
    if (name === '') return true;
    const assignment = isAssignment(name) ? name.indexOf('=') : -1;
    if (assignment > 0) {
      this.#variables.set(name.slice(0, assignment), name.slice(assignment + 1));
      return true;
    }
    const text = this.world.readText(name);
    if (text === undefined) {
      this.stderr += `awk: cannot open ${name} (No such file or directory)\n`;
      this.hasFailed = true;
      return true;
    }
    this.world.spend(text.length / 64);
    this.#records = recordsOf(text, this.#variables.get('RS'), this.patterns);
    this.#at = 0;
    this.#variables.set('FILENAME', name === '-' ? '' : name);
    this.#variables.set('FNR', 0);
    return true;
  }

  /** The next line of a file that getline reads; 0 at its end, -1 where there is none. */
  lineOf(name: string): string | number {
    let opened = this.#opened.get(name);
    if (opened === undefined) {
      const text = this.world.readText(name);
      if (text === undefined) return -1;
      this.world.spend(text.length / 8);
      opened = { lines: recordsOf(text, this.#variables.get('RS'), this.patterns), at: 0 };
      this.#opened.set(name, opened);
    }
    return opened.lines[opened.at++] ?? 0;
  }

  close(name: string): number {
    const wasWritten = this.#written.has(name);
    return this.#opened.delete(name) || wasWritten ? 0 : -1;
  }

  #split(): string[] {
    if (this.#fields === undefined) this.world.spend(this.#line.length / 16);
    this.#fields ??= fieldsOf(this.#line, this.#variables.get('FS'), this.patterns, this.#variables.get('RS') === '');
    return this.#fields;
  }

  /** A field by its number; 0 is the whole record. */
  field(number: number): string {
    const index = this.#index(number);
    if (index > 0) return this.#split()[index - 1] ?? '';
    if (this.#isLineStale) {
      const fields = this.#split();
      const between = this.#variables.get('OFS');
      const length = fields.reduce((sum, field) => sum + field.length + between.length, 0);
      if (length > MOST_PRINTED) throw new AwkError('a text grows without end');
      this.world.spend(length / 16);
      this.#line = fields.join(between);
      this.#isLineStale = false;
    }
    return this.#line;
  }

  #index(number: number): number {
    const index = Math.trunc(number);
    if (!(index >= 0)) throw new AwkError(`trying to access out of range field ${number}`);
    if (index > MOST_FIELDS) throw new AwkError(`a record has no more than ${MOST_FIELDS} fields`);
    return index;
  }

  setField(number: number, text: string): void {
    const index = this.#index(number);
    if (index === 0) {
      this.#line = text;
      this.#fields = undefined;
      this.#isLineStale = false;
      return;
    }
    const fields = this.#split();
    while (fields.length < index) fields.push('');
    fields[index - 1] = text;
    this.#isLineStale = true;
  }

  fieldCount(): number {
    return this.#split().length;
  }

  setFieldCount(count: number): void {
    const wanted = this.#index(count);
    const fields = this.#split().slice(0, wanted);
    while (fields.length < wanted) fields.push('');
    this.#fields = fields;
    this.#isLineStale = true;
  }

  print(text: string): void {
    this.#printed += text.length;
    if (this.#printed > MOST_PRINTED) throw new AwkError('the program prints without end');
    this.stdout.push(text);
  }

  printTo(name: string, text: string, appends: boolean): void {
    if (name === '/dev/stdout' || name === '-') this.print(text);
    else if (name === '/dev/stderr') this.stderr += text;
    else if (name !== '/dev/null') {
      this.#printed += text.length;
      if (this.#printed > MOST_PRINTED) throw new AwkError('the program prints without end');
      this.world.writeText(name, text, appends || this.#written.has(name));
      this.#written.add(name);
    }
  }
}

function isAssignment(operand: string): boolean {
  return /^[A-Za-z_]\w*=/.test(operand);
}
