import { parsePattern, type CharacterSet, type Edge, type Node } from './pattern-syntax.ts';

// A pattern's program grows with its counted repetitions; this is far beyond what a table cell can mean.
const MOST_INSTRUCTIONS = 2_000;

type Instruction =
  | { readonly does: 'read'; readonly set: CharacterSet }
  | { readonly does: 'check'; readonly edge: Edge }
  | { readonly does: 'try'; readonly targets: readonly number[] }
  | { readonly does: 'accept' };

/** A regular expression compiled so that matching takes time linear in the text, whatever the expression. */
export interface Pattern {
  readonly source: string;
  readonly program: readonly Instruction[];
}

/**
 * Compiles a regular expression in JavaScript's syntax without look-around and back references (which cannot be matched in linear
 * time). Throws a SyntaxError whose message says what is wrong and where.
 */
export function compilePattern(source: string): Pattern {
  const program: Instruction[] = [];
  emit(program, parsePattern(source));
  program.push({ does: 'accept' });
  return { source, program };
}

/** Whether the pattern matches the whole text, not just a part of it. */
export function matchesWhole(pattern: Pattern, text: string): boolean {
  return run(pattern.program, [...text], true);
}

/** Whether the pattern matches any part of the text. */
export function matchesPart(pattern: Pattern, text: string): boolean {
  return run(pattern.program, [...text], false);
}

/** Walks every way through the program at once, one character at a time: no way is tried twice, so none can be tried too often. */
function run(program: readonly Instruction[], characters: readonly string[], whole: boolean): boolean {
  let places: readonly number[] = [];
  for (let position = 0; position <= characters.length; position++) {
    const starts = position === 0 || !whole ? [...places, 0] : places;
    const reached = follow(program, starts, characters, position);
    if (reached.accepts && (!whole || position === characters.length)) return true;
    if (position === characters.length || (whole && reached.reads.length === 0)) return false;
    const code = characters[position]!.codePointAt(0)!;
    places = reached.reads.filter((place) => includes((program[place] as { set: CharacterSet }).set, code)).map((place) => place + 1);
  }
  return false;
}

function follow(program: readonly Instruction[], starts: readonly number[], characters: readonly string[], position: number) {
  const seen = new Set<number>();
  const reads: number[] = [];
  const open = [...starts];
  let accepts = false;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const instruction = program[place]!;
    if (instruction.does === 'read') reads.push(place);
    else if (instruction.does === 'accept') accepts = true;
    else if (instruction.does === 'try') open.push(...instruction.targets);
    else if (isAtEdge(instruction.edge, characters, position)) open.push(place + 1);
  }
  return { reads, accepts };
}

function emit(program: Instruction[], node: Node): void {
  const start = program.length;
  emitParts(program, node);
  // What is empty costs an instruction too, or nested repetitions of nothing would never reach the limit.
  if (program.length === start) program.push({ does: 'try', targets: [start + 1] });
}

function emitParts(program: Instruction[], node: Node): void {
  if (program.length > MOST_INSTRUCTIONS) throw new SyntaxError('it is too large: its repetitions add up to too many characters');
  switch (node.type) {
    case 'set':
      program.push({ does: 'read', set: node });
      return;
    case 'edge':
      program.push({ does: 'check', edge: node.edge });
      return;
    case 'sequence':
      for (const part of node.parts) emit(program, part);
      return;
    case 'choice':
      emitChoice(program, node.options);
      return;
    case 'repeat':
      for (let times = 0; times < node.min; times++) emit(program, node.part);
      if (node.max === Infinity) emitLoop(program, node.part);
      else for (let times = node.min; times < node.max; times++) emitOptional(program, node.part);
  }
}

function emitChoice(program: Instruction[], options: readonly Node[]): void {
  const fork = program.push({ does: 'try', targets: [] }) - 1;
  const starts: number[] = [];
  const exits: number[] = [];
  for (const option of options) {
    starts.push(program.length);
    emit(program, option);
    exits.push(program.push({ does: 'try', targets: [] }) - 1);
  }
  program[fork] = { does: 'try', targets: starts };
  for (const exit of exits) program[exit] = { does: 'try', targets: [program.length] };
}

function emitLoop(program: Instruction[], part: Node): void {
  const fork = program.push({ does: 'try', targets: [] }) - 1;
  emit(program, part);
  program.push({ does: 'try', targets: [fork] });
  program[fork] = { does: 'try', targets: [fork + 1, program.length] };
}

function emitOptional(program: Instruction[], part: Node): void {
  const fork = program.push({ does: 'try', targets: [] }) - 1;
  emit(program, part);
  program[fork] = { does: 'try', targets: [fork + 1, program.length] };
}

function includes(set: CharacterSet, code: number): boolean {
  return set.ranges.some(([first, last]) => first <= code && code <= last) !== set.negated;
}

function isAtEdge(edge: Edge, characters: readonly string[], position: number): boolean {
  if (edge === 'start') return position === 0;
  if (edge === 'end') return position === characters.length;
  const isBoundary = isWord(characters[position - 1]) !== isWord(characters[position]);
  return isBoundary === (edge === 'word');
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^\w$/.test(character);
}
