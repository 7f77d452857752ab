import ts from 'typescript';
import { floorOf } from './floors.ts';
import { isGlobal } from './globals.ts';
import { eachNode, type Rule, type Source } from './source.ts';

/** Where wall time, terminals and sockets are the business: what happens there never reaches a cluster's history. */
const edges = /^lib\/(?:cli|report|http|bench|build|conformance|tidy)(?:\/|\.ts$)/;

function isCore({ path, isTest }: Source): boolean {
  return !isTest && !edges.test(path);
}

function isBelowFaces({ path, isTest }: Source): boolean {
  return !isTest && (floorOf(path) ?? 0) < 7;
}

/** A rule against names of the platform: to each, what to use instead. */
function bannedGlobals(
  title: string,
  applies: (source: Source) => boolean,
  instead: ReadonlyMap<string, string>,
  examples: Rule['examples'],
): Rule {
  const judge = (node: ts.Node, source: Source): string | undefined => {
    const advice = ts.isIdentifier(node) ? instead.get(node.text) : undefined;
    return advice !== undefined && isGlobal(node, source) ? `\`${node.getText()}\`: ${advice}` : undefined;
  };
  const each = [...instead.keys()].map((name) => `«${name};`).join('\n');
  return { title, check: eachNode(applies, judge), examples: [each, ...examples] };
}

/** The name after the dot or in the brackets behind an expression; undefined where there is none that can be read. */
function memberOf(node: ts.Expression): string | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text;
  const index = ts.isElementAccessExpression(parent) && parent.expression === node ? parent.argumentExpression : undefined;
  return index !== undefined && ts.isStringLiteralLike(index) ? index.text : undefined;
}

function isTypePosition(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isTypeNode(parent) || (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword);
}

function judgeDate(node: ts.Node, source: Source): string | undefined {
  if (!ts.isIdentifier(node) || node.text !== 'Date' || !isGlobal(node, source) || isTypePosition(node)) return undefined;
  const member = memberOf(node);
  if (member === 'parse') return '`Date.parse` reads texts without a zone as local time: use `instantOf` of lib/sim/time.ts';
  if (member === 'UTC') return undefined;
  if (ts.isNewExpression(node.parent) && (node.parent.arguments?.length ?? 0) > 0) return undefined;
  return 'the wall clock: take the time from the cluster (`Clock.now`, `now` of a context), or give `new Date` an argument';
}

const ids = 'ids and chance come from a named stream of `Random` (`uuid`, `suffix`, `below`)';

function judgeChance(node: ts.Node, source: Source): string | undefined {
  const found = source.imports.find(({ specifier, text }) => specifier === node && /^(?:node:)?crypto$/.test(text));
  if (found !== undefined) return found.names?.every((name) => name === 'createHash') === true ? undefined : `\`${found.text}\`: ${ids}`;
  if (!ts.isIdentifier(node) || node.text !== 'Math' || !isGlobal(node, source)) return undefined;
  const member = memberOf(node);
  return member === undefined || member === 'random'
    ? '`Math.random`: draw from a named stream of `Random` (lib/sim/random.ts)'
    : undefined;
}

function judgeAsync(node: ts.Node, source: Source): string | undefined {
  const isAsync = node.kind === ts.SyntaxKind.AsyncKeyword || node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node);
  const isPromise = ts.isIdentifier(node) && /^Promise(?:Like)?$|^AsyncI/.test(node.text) && isGlobal(node, source);
  return isAsync || isPromise
    ? 'a cluster is a synchronous program: return the value, or let a timed event of the `Clock` carry it on'
    : undefined;
}

function judgeRoundTrip(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'JSON.parse') return undefined;
  const [argument] = node.arguments;
  const isRoundTrip = argument !== undefined && ts.isCallExpression(argument) && argument.expression.getText() === 'JSON.stringify';
  return isRoundTrip ? 'objects are frozen and shared: pass the object itself, or change it with `merge` (lib/base/merge.ts)' : undefined;
}

function judgeLocale(node: ts.Node, source: Source): string | undefined {
  const isMember = ts.isIdentifier(node) && /^(?:localeCompare|toLocale[A-Z]\w*)$/.test(node.text);
  const isIntl = ts.isIdentifier(node) && node.text === 'Intl' && isGlobal(node, source);
  return isMember || isIntl ? `\`${node.text}\` depends on the machine: compare with \`<\`, and format by hand` : undefined;
}

const timers = "time passes on the cluster's `Clock`: `clock.after(delayMillis, ...)`, or `requeueAfter` of a controller";

/** What would make a history depend on the machine or the moment, each with what to use instead. */
export const bans: readonly Rule[] = [
  {
    title: 'time is cluster time, never that of the machine',
    check: eachNode(isCore, judgeDate),
    examples: [
      'const a = «Date.now(), b = new «Date(), c = «Date(0), d = new «Date;',
      "const a = «Date['now'](), { now } = «Date, read = «Date.parse;",
      'const a = new Date(0), b = Date.UTC(2026, 0, 1), c = a instanceof Date;\nfunction f(Date: { now(): number }, at: Date) { return Date.now(); }',
      {
        'lib/cli/run.ts': 'const a = Date.now();',
        'lib/base/a.test.ts': 'const a = Date.now();',
        'lib/assert/a.ts': 'const a = «Date.now();',
      },
    ],
  },
  {
    title: 'chance is drawn from the seed, never from `Math.random`',
    check: eachNode(isCore, judgeChance),
    examples: [
      'const a = «Math.random(), { random } = «Math;',
      'const a = Math.floor(1.5), b = x.Math.random();',
      { 'lib/assert/a.ts': "import { randomUUID } from «'node:crypto';\nimport * as crypto from «'crypto';" },
      { 'lib/assert/a.ts': "import { createHash } from 'node:crypto';" },
    ],
  },
  bannedGlobals(
    'nothing below the edges reaches for the platform: clocks, chance, timers, copies, the process, the network',
    isCore,
    new Map([
      ['performance', 'the wall clock: count work, and measure time in lib/bench'],
      ['crypto', ids],
      ['setTimeout', timers],
      ['setInterval', timers],
      ['setImmediate', timers],
      ['queueMicrotask', timers],
      ['structuredClone', 'objects are frozen and shared: pass the object itself, or change it with `merge` (lib/base/merge.ts)'],
      ['process', 'environment, arguments and `nextTick` belong to lib/cli: take what is needed as a parameter'],
      ['globalThis', 'name what is meant, so that these rules can see it'],
      ['WeakRef', 'when memory is freed is not determined: hold the object, or keep its key'],
      ['FinalizationRegistry', 'when memory is freed is not determined: end things where they end'],
      ['fetch', 'the simulated network answers (lib/network); sockets belong to lib/http'],
    ]),
    [
      'const a = «structuredClone(b), c = { «structuredClone };',
      "const { env } = «process, home = «process.env['HOME'];",
      '«globalThis.setTimeout(f); new «WeakRef(a); const now = «performance.now();',
      'const kill = (process: P) => process.env;\nfunction f() { const { process } = machine; return process; }\nconst a = b.performance.now({ fetch: 1 });',
      'function f(process: P) { return process; }\nconst a = «process.env;',
      {
        'lib/cli/run.ts': 'const a = process.env;',
        'lib/base/a.test.ts': 'const a = structuredClone(b);',
        'steps/a.ts': '«setTimeout(f);',
      },
    ],
  ),
  {
    title: 'nothing below the faces awaits',
    check: eachNode(isBelowFaces, judgeAsync),
    examples: [
      '«async function f(): «Promise<void> {\n  «await g();\n}',
      'const f = «async () => { for «await (const a of b) g(a); };',
      'const a = «Promise.all([]);\nlet b: «PromiseLike<string>, c: «AsyncIterable<string>;',
      'const f = (await: number) => await;',
      { 'lib/cli/run.ts': 'async function f(): Promise<void> {}', 'lib/base/a.test.ts': 'const a = async () => {};' },
    ],
  },
  {
    title: 'objects are not copied through JSON',
    check: eachNode(isCore, judgeRoundTrip),
    examples: ['const a = «JSON.parse(JSON.stringify(b));', 'const a = JSON.parse(text), b = JSON.stringify(a);'],
  },
  {
    title: 'order and texts do not depend on the locale',
    check: eachNode(isCore, judgeLocale),
    examples: [
      'a.sort((b, c) => b.«localeCompare(c));\nconst d = e.«toLocaleString(), f = new «Intl.Collator();',
      'a.sort((b, c) => (b < c ? -1 : 1));',
    ],
  },
  {
    title: 'the platform is imported only where a reason is given',
    check: eachNode(isBelowFaces, (node, { imports }) => {
      const found = imports.find(({ specifier }) => specifier === node);
      if (found?.text.startsWith('node:') !== true) return undefined;
      return `\`${found.text}\`: files, sockets and processes belong to the faces (floor 7); an exception with its reason goes in lib/tidy/exceptions.ts`;
    }),
    examples: [
      "import { readFileSync } from «'node:fs';\nimport type { Socket } from «'node:net';",
      "import { parse } from 'yaml';\nconst a = 'node:fs';",
      { 'lib/http/server.ts': "import { createServer } from 'node:http';" },
    ],
  },
  bannedGlobals(
    'nothing prints but the command line',
    ({ path, isTest }) => !isTest && !/^lib\/(?:cli|bench|build)(?:\/|\.ts$)/.test(path),
    new Map([['console', 'return the text, and let lib/cli print it; the history is the log']]),
    ['«console.log(a);', 'a.console.log(b);', { 'lib/cli/run.ts': 'console.log(a);', 'lib/report/text.ts': '«console.log(a);' }],
  ),
];
