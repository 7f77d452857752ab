import type { OutputChunk } from '../../base/shell/output.ts';

/** One line of a container's log. */
export interface LogLine {
  readonly atMillis: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Lines written at or before an instant. */
export function linesAt(lines: readonly LogLine[], atMillis: number): readonly LogLine[] {
  return lines.filter((line) => line.atMillis <= atMillis);
}

/** Cuts what was written into lines, each stream by itself; a line bears the time of its last piece. */
export function linesOfChunks(chunks: readonly OutputChunk[]): readonly LogLine[] {
  const lines: LogLine[] = [];
  const open = new Map<OutputChunk['stream'], LogLine>();
  for (const { atMillis, stream, text } of chunks) {
    const pieces = text.split('\n');
    pieces.forEach((piece, index) => {
      const line: LogLine = { atMillis, stream, text: (open.get(stream)?.text ?? '') + piece };
      open.delete(stream);
      if (index < pieces.length - 1) lines.push(line);
      else if (line.text !== '') open.set(stream, line);
    });
  }
  return [...lines, ...open.values()];
}
