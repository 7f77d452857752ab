import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diffArrays } from 'diff';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { parseRecording } from './recording.ts';
import { replay, type Difference } from './replay.ts';

const folder = fileURLToPath(new URL('recordings/', import.meta.url));

/** `npm run conformance [-- FILES]`: plays the recordings of a real cluster, and tells where something else is printed here. */
function run(files: readonly string[]): void {
  const chosen = files.length > 0 ? files : readdirSync(folder).map((name) => folder + name);
  let [commands, wrong, passed, failed] = [0, 0, 0, 0];
  for (const file of chosen) {
    const name = basename(file, '.kt');
    const known = KNOWN_DIFFERENCES.get(name);
    const replayed = replay(parseRecording(readFileSync(file, 'utf8')));
    const differs = replayed.differences.length;
    commands += replayed.commands;
    wrong += differs;
    if (differs === 0) passed++;
    else failed++;
    const why = known === undefined || differs === 0 ? '' : `  (${known.reason})`;
    say(`${differs === 0 ? 'ok  ' : 'FAIL'} ${name}  ${replayed.commands - differs}/${replayed.commands} commands${why}`);
    if (known === undefined || files.length > 0) replayed.differences.forEach(show);
  }
  say(`${passed} recordings agree in all, ${failed} differ`);
  say(`commands: ${commands - wrong} of ${commands} print what Kubernetes prints`);
}

function show({ command, expected, printed }: Difference): void {
  say(`  $ ${command}`);
  for (const { added, removed, value } of diffArrays([...expected], [...printed]))
    for (const line of value) say(`  ${removed ? '-' : added ? '+' : ' '} ${line}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

run(process.argv.slice(2));
