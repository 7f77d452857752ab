/** A recorded session: commands with what a real cluster's kubectl printed, and what happened between them. */
export interface Recording {
  readonly steps: readonly RecordingStep[];
  /** The files that the commands find, by their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** One step of a session. */
export type RecordingStep =
  | { readonly is: 'command'; readonly command: string; readonly printed: readonly string[] }
  /** Time passes until nothing has changed for a while. */
  | { readonly is: 'settle' }
  | { readonly is: 'wait'; readonly duration: string };

/** A line of output that would read as something else is written behind a backslash. */
const ESCAPED = /^\\+(?:\$ |> |#|-- \S+ --$)/;

/** Reads a recording. Throws an Error for a line that is none of one. */
export function parseRecording(text: string): Recording {
  const steps: RecordingStep[] = [];
  const files = new Map<string, string[]>();
  let printed: string[] | undefined;
  let file: string[] | undefined;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const name = /^-- (\S+) --$/.exec(line)?.[1];
    if (name !== undefined) files.set(name, (file = []));
    else if (file !== undefined) file.push(line);
    else if (line.startsWith('$ ')) steps.push({ is: 'command', command: line.slice(2), printed: (printed = []) });
    else if (line.startsWith('> ')) steps.push(directive(line.slice(2).trim()));
    else if (line.startsWith('#')) printed = undefined;
    else if (printed !== undefined) printed.push(ESCAPED.test(line) ? line.slice(1) : line);
    else if (line !== '') throw new Error(`no line of a recording: ${JSON.stringify(line)}`);
  }
  for (const step of steps) if (step.is === 'command') while (step.printed.at(-1) === '') (step.printed as string[]).pop();
  return { steps, files: Object.fromEntries([...files].map(([name, lines]) => [name, `${lines.join('\n')}\n`])) };
}

function directive(text: string): RecordingStep {
  if (text === 'settle') return { is: 'settle' };
  const [, duration] = /^wait (\d+(?:\.\d+)?(?:s|m)?)$/.exec(text) ?? [];
  if (duration === undefined) throw new Error(`no directive of a recording: ${JSON.stringify(text)}`);
  return { is: 'wait', duration: /\d$/.test(duration) ? `${duration}s` : duration };
}
