import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Envelope } from './envelope.ts';
import { junitOf, type JunitOptions } from './junit.ts';
import type { RunRecord } from './run-record.ts';

/** What is reported, and where to. */
export interface Reports extends JunitOptions {
  readonly folder: string;
  readonly envelopes: readonly Envelope[];
  readonly run: RunRecord;
  /** The path of cucumber's programming interface, next to which its HTML formatter is found. */
  readonly cucumber: string;
}

/** Writes report.html, messages.ndjson and junit.xml into a folder, which is made where it is missing. Rejects when it cannot be written to. */
export async function writeReports({ folder, envelopes, run, cucumber, ...junit }: Reports): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { CucumberHtmlStream } = createRequire(cucumber)('@cucumber/html-formatter') as { CucumberHtmlStream: new () => Transform };
  await Promise.all([
    writeFile(join(folder, 'messages.ndjson'), envelopes.map((envelope) => `${JSON.stringify(envelope)}\n`).join('')),
    writeFile(join(folder, 'junit.xml'), junitOf(run, junit)),
    pipeline(Readable.from(envelopes), new CucumberHtmlStream(), createWriteStream(join(folder, 'report.html'))),
  ]);
}
