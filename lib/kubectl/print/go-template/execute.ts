import { goQuote } from '../../../api/field-errors.ts';
import { goPrinted } from '../../../base/go-print.ts';
import { isMapping } from '../../../base/merge.ts';
import { byUtf8 } from '../../../base/utf8-order.ts';
import { FunctionError, FUNCTIONS, type TemplateFunction } from './functions.ts';
import { goTypeName, isTrue, plainValue } from './go-types.ts';
import { GoTemplateError } from './lexer.ts';
import { commandText, operandText, type Branch, type Command, type GoTemplate, type Node, type Operand, type Pipeline } from './nodes.ts';

const MOST_STEPS = 1_000_000;
const MOST_CHARACTERS = 10_000_000;
const MOST_TEMPLATES_DEEP = 300;

/** What a template printed, and why it ended early, if it did. */
export interface Executed {
  readonly printed: string;
  readonly problem: GoTemplateError | undefined;
}

/** Executes a template on a value. kube: text/template/exec.go */
export function executeGoTemplate(template: GoTemplate, value: unknown, allowsMissing: boolean): Executed {
  const execution = new Execution(template, allowsMissing);
  try {
    execution.walk(template.root, { value, isBoxed: false }, [{ name: '$', box: { value, isBoxed: false } }]);
    return { printed: execution.printed(), problem: undefined };
  } catch (error) {
    if (error instanceof GoTemplateError) return { printed: execution.printed(), problem: error };
    throw error;
  }
}

/** A value, and whether Go knows no more of its type than that it is any. */
interface Box {
  readonly value: unknown;
  readonly isBoxed: boolean;
}

interface Variable {
  readonly name: string;
  box: Box;
}

/** Where something stands, and how Go writes it. */
interface Place {
  readonly at: number;
  readonly text: string;
}

/** Nothing was given by the command before; a value that is missing is undefined. */
const NOTHING = Symbol('nothing');

class Execution {
  readonly #template: GoTemplate;
  readonly #allowsMissing: boolean;
  readonly #printed: string[] = [];
  #characters = 0;
  #steps = 0;
  #depth = 0;

  constructor(template: GoTemplate, allowsMissing: boolean) {
    this.#template = template;
    this.#allowsMissing = allowsMissing;
  }

  printed(): string {
    return this.#printed.join('');
  }

  /** Prints what nodes say; tells why the rest of a range is not gone through, if so. */
  walk(nodes: readonly Node[], dot: Box, variables: Variable[]): 'break' | 'continue' | undefined {
    const scope = variables.length;
    for (const node of nodes) {
      if (++this.#steps > MOST_STEPS) throw new GoTemplateError(`template: output: more than ${MOST_STEPS} steps`);
      const left = this.#node(node, dot, variables);
      if (left !== undefined) {
        variables.length = scope;
        return left;
      }
    }
    return undefined;
  }

  #node(node: Node, dot: Box, variables: Variable[]): 'break' | 'continue' | undefined {
    switch (node.is) {
      case 'text':
        this.#print(node.text);
        return undefined;
      case 'break':
      case 'continue':
        return node.is;
      case 'action': {
        const value = this.#pipeline(node.pipeline, dot, variables);
        if (node.pipeline.variables.length === 0) this.#print(value === undefined ? '<no value>' : goPrinted(plainValue(value)));
        return undefined;
      }
      case 'template':
        this.#call(node, dot, variables);
        return undefined;
      case 'range':
        return this.#range(node, dot, variables);
      default: {
        const scope = variables.length;
        const value = this.#pipeline(node.pipeline, dot, variables);
        const list = isTrue(value) ? node.list : (node.otherwise ?? []);
        const left = this.walk(list, isTrue(value) && node.is === 'with' ? { value, isBoxed: false } : dot, variables);
        variables.length = scope;
        return left;
      }
    }
  }

  #print(text: string): void {
    this.#characters += text.length;
    if (this.#characters > MOST_CHARACTERS) throw new GoTemplateError(`template: output: more than ${MOST_CHARACTERS} characters`);
    this.#printed.push(text);
  }

  #fail({ at, text }: Place, message: string): never {
    const before = this.#template.text.slice(0, at);
    const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1));
    const line = before.split('\n').length;
    throw new GoTemplateError(`template: output:${line}:${column}: executing "output" at <${text}>: ${message}`);
  }

  #call(node: Node & { readonly is: 'template' }, dot: Box, variables: Variable[]): void {
    const nodes = this.#template.defined.get(node.name);
    if (nodes === undefined) return this.#fail(node, `template ${goQuote(node.name)} not defined`);
    const value = node.pipeline === undefined ? undefined : this.#pipeline(node.pipeline, dot, variables);
    // unlike kube: templates may not be as deep within themselves as Go's stack would let them.
    if (++this.#depth > MOST_TEMPLATES_DEEP) this.#fail(node, `exceeded maximum template depth (${MOST_TEMPLATES_DEEP})`);
    const box = { value, isBoxed: false };
    this.walk(nodes, box, [{ name: '$', box }]);
    this.#depth--;
  }

  #range(node: Branch, dot: Box, variables: Variable[]): 'break' | 'continue' | undefined {
    const scope = variables.length;
    const value = this.#pipeline(node.pipeline, dot, variables);
    const entries = entriesOf(value);
    if (entries === undefined) {
      const operand = node.pipeline.commands.at(-1)!.operands[0]!;
      return this.#fail({ at: operand.at, text: operandText(operand) }, `range can't iterate over ${goPrinted(plainValue(value))}`);
    }
    const inside = variables.length;
    for (const [key, item] of entries) {
      const box = { value: item, isBoxed: true };
      const names = node.pipeline.variables;
      const values = names.length > 1 ? [{ value: key, isBoxed: false }, box] : [box];
      names.forEach((name, index) => {
        findVariable(variables, name).box = values[index]!;
      });
      const left = this.walk(node.list, box, variables);
      variables.length = inside;
      if (left === 'break') break;
    }
    variables.length = scope;
    if (entries.length > 0 || node.otherwise === undefined) return undefined;
    return this.walk(node.otherwise, dot, variables);
  }

  /** What is null outside of lists and mappings is no value at all. */
  #pipeline({ commands, variables: names, assigns }: Pipeline, dot: Box, variables: Variable[]): unknown {
    let value: unknown = NOTHING;
    for (const command of commands) value = this.#command(command, dot, variables, value) ?? undefined;
    for (const name of names) {
      if (assigns) findVariable(variables, name).box = { value, isBoxed: false };
      else variables.push({ name, box: { value, isBoxed: false } });
    }
    return value;
  }

  #command(command: Command, dot: Box, variables: Variable[], given: unknown): unknown {
    if (++this.#steps > MOST_STEPS) throw new GoTemplateError(`template: output: more than ${MOST_STEPS} steps`);
    const first = command.operands[0]!;
    const rest = command.operands.slice(1);
    const place = { at: first.at, text: operandText(first) };
    if (first.is === 'function')
      return this.#invoke(first.name, place, { at: command.at, text: commandText(command) }, rest, dot, variables, given);
    const hasArguments = rest.length > 0 || given !== NOTHING;
    if (hasArguments) {
      if (first.is === 'field' || first.is === 'chain' || (first.is === 'variable' && first.names.length > 0)) {
        this.#value(first, dot, variables);
        this.#fail(place, `${first.names.at(-1)!} is not a method but has arguments`);
      }
      this.#fail(place, `can't give argument to non-function ${place.text}`);
    }
    if (first.is === 'nil') this.#fail(place, 'nil is not a command');
    return this.#value(first, dot, variables);
  }

  #invoke(
    name: string,
    place: Place,
    whole: Place,
    operands: readonly Operand[],
    dot: Box,
    variables: Variable[],
    given: unknown,
  ): unknown {
    const called: TemplateFunction = FUNCTIONS.get(name)!;
    const count = operands.length + (given === NOTHING ? 0 : 1);
    if (called.takesMore && count < called.fewest)
      this.#fail(place, `wrong number of args for ${name}: want at least ${called.fewest} got ${operands.length}`);
    if (!called.takesMore && count !== called.fewest)
      this.#fail(place, `wrong number of args for ${name}: want ${called.fewest} got ${count}`);
    const values: unknown[] = [];
    for (const operand of operands) {
      const value = this.#value(operand, dot, variables);
      if (called.takesText === true && values.length === 0) this.#checkText(value, operand);
      values.push(value);
      // What decides is not followed by what could fail.
      if ((name === 'and' && !isTrue(value)) || (name === 'or' && isTrue(value))) return value;
    }
    if (given !== NOTHING) {
      if (called.takesText === true && values.length === 0 && typeof given !== 'string') this.#fail(place, this.#textProblem(given));
      values.push(given);
    }
    try {
      const result = called.call(values);
      if (typeof result === 'string' && result.length > MOST_CHARACTERS) this.#fail(whole, `more than ${MOST_CHARACTERS} characters`);
      return result;
    } catch (error) {
      if (error instanceof FunctionError) this.#fail(whole, `error calling ${name}: ${error.message}`);
      throw error;
    }
  }

  #checkText(value: unknown, operand: Operand): void {
    const place = { at: operand.at, text: operandText(operand) };
    if (typeof value === 'string') return;
    this.#fail(place, operand.is === 'constant' ? `expected string; found ${operand.text}` : this.#textProblem(value));
  }

  #textProblem(value: unknown): string {
    return value === undefined ? 'invalid value; expected string' : `wrong type for value; expected string; got ${goTypeName(value)}`;
  }

  #value(operand: Operand, dot: Box, variables: Variable[]): unknown {
    const place = { at: operand.at, text: operandText(operand) };
    switch (operand.is) {
      case 'dot':
        return dot.value;
      case 'nil':
        return null;
      case 'constant':
        return operand.value;
      case 'pipeline':
        return this.#pipeline(operand.pipeline, dot, variables);
      case 'function':
        return this.#invoke(operand.name, place, place, [], dot, variables, NOTHING);
      case 'field':
        return this.#fields(dot, operand.names, place);
      case 'variable':
        return this.#fields(findVariable(variables, operand.variable).box, operand.names, place);
      case 'chain':
        return this.#fields({ value: this.#value(operand.of, dot, variables), isBoxed: false }, operand.names, place);
    }
  }

  #fields(box: Box, names: readonly string[], place: Place): unknown {
    return names.reduce((found, name) => ({ value: this.#field(found, name, place), isBoxed: true }), box).value;
  }

  #field({ value, isBoxed }: Box, name: string, place: Place): unknown {
    if (value === undefined) return this.#allowsMissing ? undefined : this.#fail(place, `nil data; no entry for key ${goQuote(name)}`);
    if (value === null) return this.#fail(place, `nil pointer evaluating interface {}.${name}`);
    if (goTypeName(value) !== 'map[string]interface {}') {
      return this.#fail(place, `can't evaluate field ${name} in type ${isBoxed ? 'interface {}' : goTypeName(value)}`);
    }
    const mapping = value as Readonly<Record<string, unknown>>;
    if (Object.hasOwn(mapping, name) && mapping[name] !== undefined) return mapping[name];
    return this.#allowsMissing ? undefined : this.#fail(place, `map has no entry for key ${goQuote(name)}`);
  }
}

function findVariable(variables: readonly Variable[], name: string): Variable {
  return variables.findLast((variable) => variable.name === name)!;
}

/** The items of a list or the fields of a mapping with what is in them; undefined for what has neither. */
function entriesOf(value: unknown): readonly (readonly [key: unknown, item: unknown])[] | undefined {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (!isMapping(value) || goTypeName(value) !== 'map[string]interface {}') return undefined;
  return Object.keys(value)
    .filter((field) => value[field] !== undefined)
    .sort(byUtf8)
    .map((field) => [field, value[field]]);
}
