import type { Program } from './program.ts';
import { exit, nameOf } from './program.ts';

/** Programs that somebody has to sit in front of, or that are languages of their own, and what does the same here. */
const advice: ReadonlyMap<string, string> = new Map([
  ['watch', 'nobody watches here: use kubectl get --watch, or a loop with sleep'],
  ['vi', 'nobody can type here: change files with sed -i, or write them with a here-document'],
  ['vim', 'nobody can type here: change files with sed -i, or write them with a here-document'],
  ['nano', 'nobody can type here: change files with sed -i, or write them with a here-document'],
  ['jq', 'not covered: use kubectl get -o jsonpath=..., or -o custom-columns=...'],
  ['yq', 'not covered: use kubectl get -o jsonpath=..., or kubectl patch'],
  ['top', 'not covered: use kubectl top'],
  ['stat', 'not covered: use ls -l, wc -c or test'],
]);

const refused: Program = (call) => exit(127, '', `${nameOf(call)}: ${advice.get(nameOf(call)) ?? 'not covered'}\n`);

/** Programs that are refused by their names. */
export const refusedPrograms: ReadonlyMap<string, Program> = new Map([...advice.keys()].map((name) => [name, refused]));
