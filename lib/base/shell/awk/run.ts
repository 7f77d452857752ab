import { AwkError, type AwkProgram, type Expression, type OwnFunction, type Statement } from './ast.ts';
import { callBuiltin } from './builtins.ts';
import { Surroundings, type AwkWorld } from './surroundings.ts';
import { calculate, compareValues, formatted, inputValue, isTrue, numberOf, textOf, type Value } from './values.ts';

const MOST_STEPS = 1_000_000;
/** What a step costs, in units of work. */
const UNITS_PER_STEP = 4;
const DEEPEST_CALL = 500;

/** An array by its keys, or nothing yet. */
interface Cell {
  value: Value;
  array: Map<string, Value> | undefined;
  /** The variable of a caller that becomes an array with this one. */
  readonly origin?: Cell;
}

/** How a statement ended, where it did not run to its end. */
type Leaving = 'break' | 'continue' | 'return' | undefined;

/** Thrown for `next` and `exit`, which leave functions too. */
class Left extends Error {
  readonly by: 'next' | 'nextfile' | 'exit';
  constructor(by: 'next' | 'nextfile' | 'exit') {
    super(by);
    this.by = by;
  }
}

/** What a program printed and left. */
export interface AwkOutcome {
  readonly code: number;
  readonly world: Surroundings;
}

/** Runs a program of awk. Throws an AwkError for one that does not end or needs what is not covered. */
export function runAwk(program: AwkProgram, world: AwkWorld): AwkOutcome {
  const run = new AwkRun(program, world);
  const code = run.run();
  return { code, world: run.world };
}

/** One run of a program: its variables and where it stands in its input. */
export class AwkRun {
  readonly world: Surroundings;
  readonly #program: AwkProgram;
  readonly #globals = new Map<string, Cell>();
  readonly #inRange = new Set<object>();
  #locals: ReadonlyMap<string, Cell> | undefined;
  #returned: Value;
  #steps = 0;
  #depth = 0;
  #code = 0;
  #seed = 0;
  #random = 43;

  constructor(program: AwkProgram, world: AwkWorld) {
    this.#program = program;
    this.world = new Surroundings(world, {
      get: (name) => this.text(this.#cell(name).value),
      set: (name, value) => void (this.#cell(name).value = value),
    });
    for (const [name, value] of [['FS', ' '], ['OFS', ' '], ['ORS', '\n'], ['RS', '\n'], ['SUBSEP', '\x1c'], ['CONVFMT', '%.6g'], ['OFMT', '%.6g'], ['NR', 0], ['FNR', 0], ['FILENAME', ''], ['RSTART', 0], ['RLENGTH', -1]] as const) this.#cell(name).value = value; // prettier-ignore
    this.#cell('ENVIRON').array = new Map([...world.env].map(([name, value]) => [name, inputValue(value)]));
    this.#cell('ARGV').array = new Map(world.argv.map((argument, index) => [String(index), inputValue(argument)]));
    this.#cell('ARGC').value = world.argv.length;
    for (const [name, value] of world.assigned) this.#cell(name).value = inputValue(value);
  }

  run(): number {
    const { first, rules, last } = this.#program;
    const goesOn = this.#guarded(() => first.forEach((statement) => this.#execute(statement))) !== 'exit';
    if (goesOn && (rules.length > 0 || last.length > 0)) {
      while (this.world.advance()) {
        const left = this.#guarded(() => this.#record());
        if (left === 'exit') break;
        if (left === 'nextfile') this.world.skipFile();
      }
    }
    // `exit` goes to END, and there it ends everything.
    this.#guarded(() => last.forEach((statement) => this.#execute(statement)));
    return this.#code & 255;
  }

  #guarded(body: () => void): Left['by'] | undefined {
    try {
      body();
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof Left)) throw thrown;
      this.#locals = undefined;
      this.#depth = 0;
      return thrown.by;
    }
  }

  #record(): void {
    for (const rule of this.#program.rules) {
      if (!this.#isMeant(rule)) continue;
      if (rule.action === undefined) this.world.print(this.world.field(0) + this.text(this.#cell('ORS').value));
      else this.#execute(rule.action);
    }
  }

  #isMeant(rule: AwkProgram['rules'][number]): boolean {
    if (rule.begin === undefined) return true;
    if (rule.end === undefined) return isTrue(this.evaluate(rule.begin));
    if (!this.#inRange.has(rule) && !isTrue(this.evaluate(rule.begin))) return false;
    if (isTrue(this.evaluate(rule.end))) this.#inRange.delete(rule);
    else this.#inRange.add(rule);
    return true;
  }

  #cell(name: string): Cell {
    const local = this.#locals?.get(name);
    if (local !== undefined) return local;
    let cell = this.#globals.get(name);
    if (cell === undefined) {
      cell = { value: undefined, array: undefined };
      this.#globals.set(name, cell);
    }
    return cell;
  }

  /** The array of a name; a variable that was never set becomes one. */
  array(name: string): Map<string, Value> {
    const become = (cell: Cell): Map<string, Value> => {
      if (cell.array === undefined && cell.value !== undefined) throw new AwkError(`attempt to use scalar \`${name}' as an array`);
      return (cell.array ??= cell.origin === undefined ? new Map<string, Value>() : become(cell.origin));
    };
    return become(this.#cell(name));
  }

  isArray(name: string): boolean {
    return this.#cell(name).array !== undefined;
  }

  /** The next number of a fixed sequence between 0 and 1: the same program prints the same. */
  random(): number {
    this.#random = (this.#random * 48_271) % 2_147_483_647;
    return this.#random / 2_147_483_647;
  }

  /** Begins another sequence; the seed before comes back. */
  seed(seed: number): number {
    const before = this.#seed;
    this.#seed = Math.trunc(seed);
    this.#random = ((Math.abs(this.#seed) * 7919 + 42) % 2_147_483_646) + 1;
    return before;
  }

  text(value: Value): string {
    if (typeof value === 'string') return value;
    return textOf(value, typeof value === 'number' && !Number.isInteger(value) ? this.#convention('CONVFMT') : '%.6g');
  }

  #convention(name: string): string {
    const value = this.#globals.get(name)?.value;
    return typeof value === 'string' ? value : '%.6g';
  }

  #key(keys: readonly Expression[]): string {
    const key = keys.map((part) => this.text(this.evaluate(part))).join(keys.length === 1 ? '' : this.text(this.#cell('SUBSEP').value));
    this.world.world.spend(key.length / 4);
    return key;
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new AwkError('the program does not end');
    this.world.world.spend(UNITS_PER_STEP);
  }

  #execute(statement: Statement): Leaving {
    this.#step();
    switch (statement.is) {
      case 'expression':
        this.evaluate(statement.of);
        return undefined;
      case 'print':
      case 'printf':
        this.#print(statement);
        return undefined;
      case 'block':
        for (const part of statement.of) {
          const left = this.#execute(part);
          if (left !== undefined) return left;
        }
        return undefined;
      case 'if':
        if (isTrue(this.evaluate(statement.condition))) return this.#execute(statement.yes);
        return statement.no === undefined ? undefined : this.#execute(statement.no);
      case 'while':
        return this.#loop(() => isTrue(this.evaluate(statement.condition)), statement.body, undefined, statement.isLate);
      case 'for': {
        if (statement.first !== undefined) this.#execute(statement.first);
        const { condition } = statement;
        return this.#loop(() => condition === undefined || isTrue(this.evaluate(condition)), statement.body, statement.next, false);
      }
      case 'for-in': {
        const array = this.array(statement.name);
        const keys = [...array.keys()];
        let at = -1;
        const advance = (): boolean => {
          while (++at < keys.length && !array.has(keys[at]!));
          if (at < keys.length) this.assign({ is: 'name', name: statement.variable }, inputValue(keys[at]!));
          return at < keys.length;
        };
        return this.#loop(advance, statement.body, undefined, false);
      }
      case 'next':
      case 'nextfile':
        throw new Left(statement.is);
      case 'exit':
        if (statement.of !== undefined) this.#code = Math.trunc(numberOf(this.evaluate(statement.of)));
        throw new Left('exit');
      case 'return':
        this.#returned = statement.of === undefined ? undefined : this.evaluate(statement.of);
        return 'return';
      case 'delete':
        if (statement.keys === undefined) this.array(statement.name).clear();
        else this.array(statement.name).delete(this.#key(statement.keys));
        return undefined;
      default:
        return statement.is;
    }
  }

  #loop(condition: () => boolean, body: Statement, next: Statement | undefined, isLate: boolean): Leaving {
    for (let isFirst = true; (isLate && isFirst) || condition(); isFirst = false) {
      this.#step();
      const left = this.#execute(body);
      if (left === 'break') return undefined;
      if (left === 'return') return left;
      if (next !== undefined) this.#execute(next);
    }
    return undefined;
  }

  #print({ is, args, output }: Statement & { is: 'print' | 'printf' }): void {
    const shown = (value: Value): string => (typeof value === 'number' ? textOf(value, this.#convention('OFMT')) : this.text(value));
    let text: string;
    if (is === 'printf') {
      const [format, ...values] = args.map((arg) => this.evaluate(arg));
      text = formatted(this.text(format), values, this.#convention('CONVFMT'));
    } else {
      const parts = args.length === 0 ? [this.world.field(0)] : args.map((arg) => shown(this.evaluate(arg)));
      text = parts.join(this.text(this.#cell('OFS').value)) + this.text(this.#cell('ORS').value);
    }
    if (output === undefined) this.world.print(text);
    else this.world.printTo(this.text(this.evaluate(output.to)), text, output.appends);
  }

  /** Sets what can be set: a variable, an element or a field. */
  assign(target: Expression, value: Value): Value {
    switch (target.is) {
      case 'name': {
        const cell = this.#cell(target.name);
        if (cell.array !== undefined) throw new AwkError(`attempt to use array \`${target.name}' in a scalar context`);
        if (target.name === 'NF') this.world.setFieldCount(numberOf(value));
        cell.value = value;
        break;
      }
      case 'element':
        this.array(target.name).set(this.#key(target.keys), value);
        break;
      case 'field':
        this.world.setField(numberOf(this.evaluate(target.of)), this.text(value));
        break;
      case 'group':
        return this.assign(target.of[0]!, value);
      default:
        throw new AwkError('this cannot be assigned to');
    }
    return value;
  }

  evaluate(expression: Expression): Value {
    this.#step();
    switch (expression.is) {
      case 'number':
      case 'string':
        return expression.value;
      case 'regex':
        return this.world.patterns.get(expression.source).find(this.world.field(0), 0) === undefined ? 0 : 1;
      case 'name':
        return this.#variable(expression.name);
      case 'field':
        return inputValue(this.world.field(numberOf(this.evaluate(expression.of))));
      case 'element': {
        const array = this.array(expression.name);
        const key = this.#key(expression.keys);
        if (!array.has(key)) array.set(key, undefined);
        return array.get(key);
      }
      case 'group':
        return expression.of.length === 1 ? this.evaluate(expression.of[0]!) : this.#key(expression.of);
      case 'unary': {
        const value = this.evaluate(expression.of);
        if (expression.operator === '!') return isTrue(value) ? 0 : 1;
        return expression.operator === '-' ? -numberOf(value) : numberOf(value);
      }
      case 'binary':
        return this.#binary(expression);
      case 'assign': {
        const value = this.evaluate(expression.value);
        if (expression.operator === '') return this.assign(expression.target, value);
        return this.assign(expression.target, calculate(expression.operator, numberOf(this.evaluate(expression.target)), numberOf(value)));
      }
      case 'step': {
        const old = numberOf(this.evaluate(expression.target));
        this.assign(expression.target, old + expression.by);
        return expression.isPrefix ? old + expression.by : old;
      }
      case 'choice':
        return this.evaluate(isTrue(this.evaluate(expression.condition)) ? expression.yes : expression.no);
      case 'in':
        return this.array(expression.name).has(this.#key(expression.keys)) ? 1 : 0;
      case 'call':
        return expression.isOwn ? this.#call(expression.name, expression.args) : callBuiltin(this, expression.name, expression.args);
      case 'getline':
        return this.#getline(expression);
    }
  }

  #variable(name: string): Value {
    if (name === 'NF' && this.#locals?.has('NF') !== true) return this.world.fieldCount();
    return this.#cell(name).value;
  }

  /** Whether a text matches: a literal expression is taken as it is written, anything else by its text. */
  pattern(expression: Expression): ReturnType<Surroundings['patterns']['get']> {
    const bare = expression.is === 'group' && expression.of.length === 1 ? expression.of[0]! : expression;
    return this.world.patterns.get(bare.is === 'regex' ? bare.source : this.text(this.evaluate(bare)));
  }

  #binary({ operator, left, right }: Expression & { is: 'binary' }): Value {
    if (operator === '&&') return isTrue(this.evaluate(left)) && isTrue(this.evaluate(right)) ? 1 : 0;
    if (operator === '||') return isTrue(this.evaluate(left)) || isTrue(this.evaluate(right)) ? 1 : 0;
    const value = this.evaluate(left);
    if (operator === '~' || operator === '!~') {
      const isFound = this.pattern(right).find(this.text(value), 0) !== undefined;
      return isFound === (operator === '~') ? 1 : 0;
    }
    const other = this.evaluate(right);
    if (operator === ' ') {
      const text = this.text(value) + this.text(other);
      if (text.length > MOST_CHARACTERS) throw new AwkError('a text grows without end');
      return text;
    }
    if (!/^[<>=!]/.test(operator)) return calculate(operator, numberOf(value), numberOf(other));
    if (typeof value === 'string' && typeof other === 'string') this.world.world.spend(Math.min(value.length, other.length) / 64);
    const order = compareValues(value, other, this.#convention('CONVFMT'));
    const holds = { '<': order < 0, '<=': order <= 0, '==': order === 0, '!=': order !== 0, '>': order > 0, '>=': order >= 0 }[operator];
    return holds === true ? 1 : 0;
  }

  #call(name: string, args: readonly Expression[]): Value {
    const own: OwnFunction | undefined = this.#program.functions.get(name);
    if (own === undefined) throw new AwkError(`function ${name} never defined`);
    if (args.length > own.parameters.length) throw new AwkError(`function ${name} called with more arguments than it has parameters`);
    if ((this.#depth += 1) > DEEPEST_CALL) throw new AwkError('functions call each other too deeply');
    const locals = new Map<string, Cell>();
    own.parameters.forEach((parameter, index) => {
      const arg = args[index];
      const cell = arg?.is === 'name' ? this.#cell(arg.name) : undefined;
      if (cell?.array !== undefined) locals.set(parameter, { value: undefined, array: cell.array });
      else if (cell !== undefined && cell.value === undefined && arg?.is === 'name' && arg.name !== 'NF') locals.set(parameter, { value: undefined, array: undefined, origin: cell });
      else locals.set(parameter, { value: arg === undefined ? undefined : this.evaluate(arg), array: undefined });
    }); // prettier-ignore
    const outer = this.#locals;
    this.#locals = locals;
    this.#returned = undefined;
    this.#execute(own.body);
    this.#locals = outer;
    this.#depth -= 1;
    const returned = this.#returned;
    this.#returned = undefined;
    return returned;
  }

  #getline({ target, file }: Expression & { is: 'getline' }): Value {
    if (file === undefined) {
      const line = this.world.nextLine();
      if (line === undefined) return 0;
      if (target === undefined) this.world.setField(0, line);
      else this.assign(target, inputValue(line));
      return 1;
    }
    const line = this.world.lineOf(this.text(this.evaluate(file)));
    if (typeof line === 'number') return line;
    if (target === undefined) this.world.setField(0, line);
    else this.assign(target, inputValue(line));
    return 1;
  }
}

const MOST_CHARACTERS = 8 * 1024 * 1024;
