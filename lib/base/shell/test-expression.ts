import type { Files } from './files.ts';
import { findNode, resolvePath } from './files.ts';

type Verdict = boolean | { readonly problem: string };

/** Evaluates the arguments of `test`: the POSIX unary, binary, `!`, `-a`, `-o` and parenthesised forms. */
export function evaluateTest(args: readonly string[], world: { readonly files: Files; readonly cwd: string }): Verdict {
  if (args.length > maxArguments) return { problem: 'too many arguments' };
  let at = 0;
  let problem: string | undefined;
  const parseOr = (depth: number): boolean => {
    let value = parseAnd(depth);
    while (args[at] === '-o') {
      at++;
      const right = parseAnd(depth);
      value ||= right;
    }
    return value;
  };
  const parseAnd = (depth: number): boolean => {
    let value = parseNot(depth);
    while (args[at] === '-a') {
      at++;
      const right = parseNot(depth);
      value &&= right;
    }
    return value;
  };
  const parseNot = (depth: number): boolean => {
    let negated = false;
    while (args[at] === '!' && at + 1 < args.length && !isBinary(args[at + 1])) {
      at++;
      negated = !negated;
    }
    return parsePrimary(depth) !== negated;
  };
  const parsePrimary = (depth: number): boolean => {
    const first = args[at++];
    if (first === undefined) {
      problem ??= 'argument expected';
      return false;
    }
    const operator = args[at];
    if (isBinary(operator) && at + 1 < args.length) {
      at += 2;
      return compare(first, operator!, args[at - 1]!);
    }
    if (first === '(' && depth < 20) {
      const value = parseOr(depth + 1);
      if (args[at++] !== ')') problem ??= 'closing paren expected';
      return value;
    }
    if (/^-[a-zA-Z]$/.test(first) && operator !== undefined && operator !== '-a' && operator !== '-o') {
      at++;
      return unary(first, operator);
    }
    return first !== '';
  };
  const unary = (operator: string, operand: string): boolean => {
    if (operator === '-n') return operand !== '';
    if (operator === '-z') return operand === '';
    if (operator === '-t') return false;
    const path = resolvePath(world.cwd, operand);
    const node = operand === '' ? undefined : findNode(world.files, path);
    const device = /^\/dev\/(?:null|zero|stdin|stdout|stderr)$/.test(path);
    switch (operator) {
      case '-e': case '-a': return node !== undefined || device;
      case '-r': return node !== undefined || device;
      case '-w': return device || (node !== undefined && node.readOnly !== true);
      case '-f': return node?.kind === 'file';
      case '-d': return node?.kind === 'directory';
      case '-s': return node?.kind === 'directory' || (node?.kind === 'file' && node.content !== '');
      case '-x': return node?.kind === 'directory' || (node?.kind === 'file' && node.executable === true);
      case '-c': return device;
      case '-L': case '-h': case '-b': case '-p': case '-S': case '-u': case '-g': case '-k': return false;
      default:
        problem ??= `${operator}: unknown operand`;
        return false;
    }
  }; // prettier-ignore
  const compare = (left: string, operator: string, right: string): boolean => {
    if (operator === '=' || operator === '==') return left === right;
    if (operator === '!=') return left !== right;
    if (operator === '<') return left < right;
    if (operator === '>') return left > right;
    if (operator === '-nt' || operator === '-ot' || operator === '-ef') return false;
    const numbers = [left, right].map((text) => {
      if (!/^\s*[-+]?[0-9]{1,19}\s*$/.test(text)) problem ??= `${text}: bad number`;
      return Number(text);
    });
    const [a = 0, b = 0] = numbers;
    switch (operator) {
      case '-eq': return a === b;
      case '-ne': return a !== b;
      case '-lt': return a < b;
      case '-le': return a <= b;
      case '-gt': return a > b;
      default: return a >= b;
    }
  }; // prettier-ignore
  if (args.length === 0) return false;
  if (args.length === 1) return args[0] !== '';
  const value = parseOr(0);
  if (at < args.length) problem ??= `${args[at] ?? ''}: unexpected operator`;
  return problem === undefined ? value : { problem };
}

const maxArguments = 1000;
const binary: ReadonlySet<string> = new Set([
  '=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef',
]); // prettier-ignore

function isBinary(operator: string | undefined): boolean {
  return operator !== undefined && binary.has(operator);
}
