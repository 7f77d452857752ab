import { formatClock } from './clock-format.ts';

/** What was written to standard output or error at one instant. */
export interface OutputChunk {
  readonly atMillis: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/**
 * What a machine has written, as an immutable list that forgets its beginning.
 *
 * Two generations: when the younger is full the older is dropped, so that appending never copies. What is read
 * (`chunksOf`) is always the newest whole chunks within `keptBytes`, whatever the generations hold.
 */
export interface Output {
  readonly older: Link | undefined;
  readonly younger: Link | undefined;
  /** How many bytes are kept; `KEPT_BYTES` where it is not said. */
  readonly keptBytes?: number;
  /** Whether anything was forgotten. */
  readonly isCut?: boolean;
}

interface Link {
  readonly chunk: Chunk;
  readonly before: Link | undefined;
  readonly bytes: number;
}

/** `clock` is the format of a chunk that is nothing but the time of its writing. */
export interface Chunk extends OutputChunk {
  readonly clock?: string;
}

/** How many bytes of output are kept; older ones are forgotten. */
const KEPT_BYTES = 256 * 1024;

/** Nothing written yet. */
export const noOutput: Output = { older: undefined, younger: undefined };

/** The output with one more chunk at its end; one chunk larger than `keptBytes` loses its beginning. */
export function appendOutput(output: Output, chunk: Chunk): Output {
  if (chunk.text === '') return output;
  const { keptBytes = KEPT_BYTES } = output;
  const tooLong = Buffer.byteLength(chunk.text) > keptBytes;
  const fitting = tooLong ? { ...chunk, text: chunk.text.slice(-Math.floor(keptBytes / 4)) } : chunk;
  const size = Buffer.byteLength(fitting.text);
  const { younger } = output;
  const bytes = (younger?.bytes ?? 0) + size;
  if (younger !== undefined && bytes > keptBytes) {
    return { ...output, older: younger, younger: { chunk: fitting, before: undefined, bytes: size }, isCut: true };
  }
  return { ...output, younger: { chunk: fitting, before: younger, bytes }, ...(tooLong && { isCut: true }) };
}

/** The kept chunks, oldest first. */
export function chunksOf(output: Output): readonly OutputChunk[] {
  const chunks: OutputChunk[] = [];
  const { keptBytes = KEPT_BYTES } = output;
  let bytes = 0;
  for (const chunk of newestFirst(output)) {
    bytes += Buffer.byteLength(chunk.text);
    if (bytes > keptBytes) break;
    chunks.push({ atMillis: chunk.atMillis, stream: chunk.stream, text: chunk.text });
  }
  return chunks.reverse();
}

/** The kept text of one stream, or of both as they were interleaved. */
export function textOf(output: Output, stream?: 'stdout' | 'stderr'): string {
  return chunksOf(output)
    .filter((chunk) => stream === undefined || chunk.stream === stream)
    .map((chunk) => chunk.text)
    .join('');
}

/** The chunks written since an earlier state of the same output, oldest first; undefined when some are already forgotten. */
export function chunksSince(output: Output, earlier: Output): readonly Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (const generation of [output.younger, output.older]) {
    for (let link = generation; link !== undefined; link = link.before) {
      if (link === earlier.younger) return chunks.reverse();
      chunks.push(link.chunk);
    }
  }
  return earlier.younger === undefined ? chunks.reverse() : undefined;
}

/** Appends the chunks of one period again for later periods, each shifted by a multiple of `periodMillis`; `epochMillis` is what instant 0 is to `date`. */
export function repeatOutput(output: Output, period: readonly Chunk[], periodMillis: number, times: number, epochMillis: number): Output {
  const bytes = period.reduce((sum, chunk) => sum + Buffer.byteLength(chunk.text), 0);
  if (bytes === 0) return output;
  // Earlier repetitions would be forgotten anyway.
  const needed = Math.min(times, Math.ceil((2 * (output.keptBytes ?? KEPT_BYTES)) / bytes) + 1);
  let result = output;
  for (let turn = times - needed + 1; turn <= times; turn++) {
    for (const chunk of period) {
      const atMillis = chunk.atMillis + turn * periodMillis;
      const text = chunk.clock === undefined ? chunk.text : formatClock(chunk.clock, epochMillis + atMillis);
      result = appendOutput(result, { ...chunk, atMillis, text });
    }
  }
  return result;
}

function* newestFirst(output: Output): Generator<Chunk> {
  for (let link = output.younger; link !== undefined; link = link.before) yield link.chunk;
  for (let link = output.older; link !== undefined; link = link.before) yield link.chunk;
}
