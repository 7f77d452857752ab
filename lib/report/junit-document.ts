import { escapeXml } from './text.ts';

/** How many cases ended how. */
interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly millis: number;
}

/** One case: its lines of XML, and how it counts. */
export interface JunitCase {
  readonly lines: readonly string[];
  readonly counts: Counts;
}

/** The cases of one file. */
export interface JunitSuite {
  readonly name: string;
  readonly file: string;
  readonly startedAtMillis?: number;
  readonly properties?: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly JunitCase[];
}

/** Suites as a JUnit XML document. */
export function junitDocument(name: string, suites: readonly JunitSuite[]): string {
  const body = suites.flatMap(({ name: own, file, startedAtMillis, properties, cases }) => [
    element('testsuite', [
      ['name', own],
      ['file', file],
      ...totals(cases),
      ...(startedAtMillis === undefined ? [] : [['timestamp', new Date(startedAtMillis).toISOString().slice(0, 19)] as const]),
    ]),
    ...(properties === undefined ? [] : [` <properties>${properties.map(property).join('')}</properties>`]),
    ...cases.flatMap(({ lines }) => lines.map((line) => ` ${line}`)),
    '</testsuite>',
  ]);
  const head = element('testsuites', [['name', name], ...totals(suites.flatMap(({ cases }) => cases))]);
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...body.map((line) => ` ${line}`), '</testsuites>', ''].join('\n');
}

/** The opening tag of an element, its attributes escaped. */
export function element(name: string, attributes: readonly (readonly [string, string])[], end: '>' | '/>' = '>'): string {
  return `<${name}${attributes.map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join('')}${end}`;
}

/** Milliseconds as JUnit wants them, in seconds. */
export function seconds(millis: number): string {
  return (Math.max(0, millis) / 1000).toFixed(3);
}

function property([name, value]: readonly [string, string]): string {
  return element(
    'property',
    [
      ['name', name],
      ['value', value],
    ],
    '/>',
  );
}

function totals(cases: readonly JunitCase[]): readonly (readonly [string, string])[] {
  const sum = (field: keyof Counts): number => cases.reduce((total, { counts }) => total + counts[field], 0);
  const whole = (['tests', 'failures', 'errors', 'skipped'] as const).map((field) => [field, String(sum(field))] as const);
  return [...whole, ['time', seconds(sum('millis'))]];
}
