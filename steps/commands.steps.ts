import type { DataTable } from '@cucumber/cucumber';
import { UsageError } from '../lib/api/errors.ts';
import { expectCode, expectFailure, expectOutput, expectPrinted, expectTable, expectWell, type Ran } from '../lib/assert/output-checks.ts';
import { topicSteps } from './define.ts';
import { projectTexts } from './project-texts.ts';
import type { ClusterWorld } from './world.ts';

const { given, when, then } = topicSteps('Commands');

/** What people type: kubectl, and shell around it; and what is expected of what commands print, these and those in containers. */
export const commandSteps = [
  given('the file {string}:', 'the file "web.yaml":', (world, name: string, text: string) => {
    Object.defineProperty(filesOf(world), name, { value: `${text}\n`, enumerable: true, writable: true, configurable: true });
  }),
  when('I run {string}', 'I run "kubectl get pods -o wide"', (world, command: string) => run(world, command, command)),
  when('I run:', 'I run:', (world, script: string) => run(world, script.trim().split('\n')[0] ?? '', script)),
  then('it succeeds', 'it succeeds', (world) => expectWell(ran(world))),
  then('it fails with {string}', 'it fails with "not found"', (world, words: string) => expectFailure(ran(world), words)),
  then('it exits with {int}', 'it exits with 1', (world, code: number) => expectCode(ran(world), code)),
  then('it prints {string}', 'it prints "Welcome"', (world, text: string) => expectPrinted(ran(world), text)),
  then('it prints:', 'it prints:', (world, text: string) => expectOutput(ran(world), text)),
  then('it prints a table with:', 'it prints a table with:', (world, table: DataTable) => expectTable(ran(world), table.raw())),
];

/** By the built-in shell, when the cluster has come to rest: nothing is executed on this machine. */
function run(world: ClusterWorld, command: string, script: string): void {
  world.actInTurn((cluster) => {
    const { stdout, stderr, code } = cluster.shell(script, { files: filesOf(world) });
    world.ran = { command, code, stdout, stderr, output: stdout + stderr };
  });
}

/** The scenario's own copy: what commands write stays in it. */
function filesOf(world: ClusterWorld): Record<string, string> {
  world.files ??= { ...projectTexts(world.featureFolder) };
  return world.files;
}

function ran({ ran: found }: ClusterWorld): Ran {
  if (found === undefined)
    throw new UsageError('no command was run: When I run "kubectl get pods", or: When I run "wget -qO- http://web" in pod "client"');
  return found;
}
