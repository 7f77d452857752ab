#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { UsageError } from './api/errors.ts';
import type { CheckOptions } from './cli/check.ts';
import { packageVersion } from './cli/project.ts';
import type { RunOptions } from './cli/run.ts';
import { settingRules } from './cli/settings.ts';

const wrongUse = 2;
const outputs: readonly CheckOptions['output'][] = ['text', 'json', 'github', 'sarif', 'junit'];

function setting(name: 'seed' | 'parallel'): (value: string) => number {
  const { expected, accepts } = settingRules[name];
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (!accepts(number)) throw new InvalidArgumentError(`It must be ${expected}.`);
    return number;
  };
}

function shard(value: string): { index: number; total: number } {
  const [, index, total] = (/^(\d{1,6})\/(\d{1,6})$/.exec(value) ?? []).map(Number);
  if (index === undefined || total === undefined || index < 1 || index > total) {
    throw new InvalidArgumentError('It must be i/n: part i of n, counted from 1, such as 2/5.');
  }
  return { index, total };
}

function namePattern(value: string, before: readonly string[]): readonly string[] {
  try {
    new RegExp(value);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : '');
  }
  return [...before, value];
}

function commands(): Command {
  const program = new Command('gherkube');
  program
    .description('Gherkin scenarios on a deterministic Kubernetes cluster, inside this process.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('(gherkube --help says what there is)')
    .exitOverride();
  program
    .command('run')
    .description('run feature files and report what became of them')
    .argument('[paths...]', 'feature files, folders, or file.feature:12 (default: features)')
    .option('--tags <expression>', 'only scenarios whose tags match, such as "@pods and not @slow"')
    .option('--name <regex>', 'only scenarios whose name matches; may be repeated', namePattern, [])
    .option('--seed <n>', 'where all chance comes from (default: 1)', setting('seed'))
    .option('--parallel <n>', 'run in n processes', setting('parallel'))
    .option('--shard <i/n>', 'run only part i of n', shard)
    .option('--report <dir>', 'write report.html, junit.xml and messages.ndjson there')
    .action(async (paths: string[], { name, ...options }: Omit<RunOptions, 'names' | 'paths'> & { name: readonly string[] }) => {
      const { run } = await import('./cli/run.ts');
      process.exitCode = await run({ ...options, names: name, ...(paths.length === 0 ? {} : { paths }) }, process.cwd());
    });
  program
    .command('check')
    .description('look for mistakes in manifests, without a cluster')
    .argument('<paths...>', 'manifests and folders of manifests; - for standard input')
    .addOption(new Option('-o, --output <form>', 'how to write what is found').choices(outputs).default('text'))
    .option('--warnings-as-errors', 'exit with 1 when there are warnings')
    .action(async (paths: string[], options: CheckOptions) => {
      const { check } = await import('./cli/check.ts');
      process.exitCode = await check(paths, options, process.cwd());
    });
  program
    .command('init')
    .description('write a first feature and manifest; nothing is overwritten')
    .argument('[dir]', 'where to', '.')
    .action(async (folder: string) => {
      const { init } = await import('./cli/init.ts');
      process.stdout.write(init(folder, process.cwd()));
    });
  program
    .command('steps')
    .description('print every sentence with an example')
    .argument('[word]', 'only sentences with this word')
    .action(async (word?: string) => {
      const { loadCatalogue, loadParameters } = await import('./cli/catalogue.ts');
      const { printedSteps } = await import('./cli/print-steps.ts');
      process.stdout.write(printedSteps(await loadCatalogue(process.cwd()), await loadParameters(process.cwd()), word));
    });
  return program;
}

/** Commander has said by itself what is wrong; a wrong use of ours is told in a sentence; anything else is a fault of ours, with its stack. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUse;
  const isTheirs = error instanceof UsageError || (error instanceof Error && 'syscall' in error);
  process.stderr.write(`gherkube: ${isTheirs ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  return wrongUse;
}

// Whoever reads only the first lines, `head` for one, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await commands().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
