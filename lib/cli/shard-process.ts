// A process of its own for one shard of a run. It gets its job as the first message, sends the shard's messages back in batches, and
// last what kept it from running, if anything did.
import type { Envelope } from '../report/envelope.ts';
import { runScenarios, type Job } from './run-scenarios.ts';

/** What a shard tells the process that started it. */
export interface ShardReport {
  readonly envelopes: readonly Envelope[];
  /** Present in the last report of a shard. */
  readonly ended?: { readonly problem?: string };
}

const batchSize = 200;

async function work(job: Job): Promise<void> {
  let batch: Envelope[] = [];
  const problem = await runScenarios(job, (envelope) => {
    batch.push(envelope);
    if (batch.length < batchSize && envelope.testCaseFinished === undefined) return;
    send({ envelopes: batch });
    batch = [];
  });
  send({ envelopes: batch, ended: problem === undefined ? {} : { problem } }, () => {
    process.disconnect();
  });
}

function send(report: ShardReport, sent: () => void = () => undefined): void {
  process.send?.(report, undefined, undefined, sent);
}

process.once('message', (job) => void work(job as Job));
// Either all is said, or nobody is left to say it to.
process.once('disconnect', () => process.exit());
