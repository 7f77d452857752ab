import { clip } from '../base/text-table.ts';
import type { Envelope } from './envelope.ts';
import { oneLine } from './text.ts';

const leastMillisBetweenFrames = 50;

/** One line on a terminal that is written over and over: how many scenarios have run, how many failed, and which one is next. */
export class Progress {
  readonly #terminal: NodeJS.WriteStream;
  readonly #names = new Map<string, string>();
  readonly #pickleOf = new Map<string, string>();
  readonly #failed = new Set<string>();
  #finished = 0;
  #current = '';
  #shownAtMillis = -Infinity;

  constructor(terminal: NodeJS.WriteStream) {
    this.#terminal = terminal;
  }

  /** Takes the next message in and shows what changed, some twenty times a second at most. */
  see({ pickle, testCase, testCaseStarted, testStepFinished, testCaseFinished }: Envelope): void {
    if (pickle !== undefined) this.#names.set(pickle.id, pickle.name);
    if (testCase !== undefined) this.#pickleOf.set(testCase.id, testCase.pickleId);
    if (testCaseStarted !== undefined) this.#current = this.#names.get(this.#pickleOf.get(testCaseStarted.testCaseId) ?? '') ?? '';
    const status = testStepFinished?.testStepResult.status;
    if (testStepFinished !== undefined && status !== 'PASSED' && status !== 'SKIPPED') this.#failed.add(testStepFinished.testCaseStartedId);
    if (testCaseFinished !== undefined && !testCaseFinished.willBeRetried) this.#finished++;
    if (testCaseStarted !== undefined || testCaseFinished !== undefined) this.#show();
  }

  /** Takes the line away, so that the report can be written in its place. */
  clear(): void {
    this.#terminal.write('\r\u001b[K');
  }

  #show(): void {
    const now = performance.now();
    if (now - this.#shownAtMillis < leastMillisBetweenFrames) return;
    this.#shownAtMillis = now;
    const failed = this.#failed.size > 0 ? `, ${this.#failed.size} failed` : '';
    const line = `${this.#finished}/${this.#pickleOf.size}${failed}  ${oneLine(this.#current)}`;
    this.#terminal.write(`\r\u001b[K${clip(line, Math.max(10, (this.#terminal.columns || 80) - 1))}`);
  }
}
