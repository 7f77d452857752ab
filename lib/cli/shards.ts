import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Envelope } from '../report/envelope.ts';
import type { Job } from './run-scenarios.ts';
import type { ShardReport } from './shard-process.ts';

/** One of several equal parts of a run, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}

/** What came of one shard. */
export interface ShardOutcome {
  readonly envelopes: readonly Envelope[];
  /** What the step files printed. */
  readonly output: string;
  /** What kept it from running, if anything. */
  readonly problem?: string;
}

/**
 * A shard divided further, among `parts` processes. Cucumber gives shard i of n every nth scenario from the ith on, so the parts of
 * i/n are i/(n*parts), (i+n)/(n*parts) ...
 */
export function subShards({ index, total }: Shard, parts: number): Shard[] {
  return Array.from({ length: parts }, (_, part) => ({ index: index + part * total, total: total * parts }));
}

/** Runs each job in a process of its own, all at a time; `onEnvelope` sees their messages as they come, in no certain order. */
export function runShards(jobs: readonly Job[], onEnvelope: (envelope: Envelope) => void): Promise<ShardOutcome[]> {
  return Promise.all(jobs.map((job) => runShard(job, onEnvelope)));
}

function runShard(job: Job, onEnvelope: (envelope: Envelope) => void): Promise<ShardOutcome> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = fileURLToPath(new URL(`./shard-process.${extension}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(file, { cwd: job.cwd, silent: true });
    const envelopes: Envelope[] = [];
    const output: string[] = [];
    let ended: ShardReport['ended'];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (chunk: string) => output.push(chunk));
    }
    child.on('message', (message) => {
      const report = message as ShardReport;
      for (const envelope of report.envelopes) {
        envelopes.push(envelope);
        onEnvelope(envelope);
      }
      ended = report.ended;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const crash = `a process of the run ended before its scenarios did (${signal ?? `exit code ${code ?? 'unknown'}`})`;
      const problem = ended === undefined ? crash : ended.problem;
      resolve({ envelopes, output: output.join(''), ...(problem === undefined ? {} : { problem }) });
    });
    child.send(job);
  });
}
