import type { DataTable } from '@cucumber/cucumber';
import { UsageError } from '../lib/api/errors.ts';
import type { Check } from '../lib/assert/check.ts';
import type { Count } from '../lib/assert/checks.ts';
import type { Target } from '../lib/assert/listing.ts';
import { expectBounds, expectCourse, expectGap, outcomeCheck, revisionCheck, revisionsCheck } from '../lib/assert/rollout-checks.ts';
import { expectWithin } from '../lib/assert/temporal.ts';
import { findRolloutKind } from '../lib/rollouts/index.ts';
import { pause, restart, resume, rollBack } from '../lib/rollouts/verbs.ts';
import { actOnEach, type Act } from './acting.ts';
import { assertion, topicSteps, type StepDefinition } from './define.ts';
import type { Named } from './parameters.ts';
import { expectRefusal } from './refusal.ts';
import type { ClusterWorld } from './world.ts';

const { when, then } = topicSteps('Rollouts');

const undo =
  (revision?: number): Act =>
  (cluster, kind, object) => {
    try {
      rollBack(cluster.as('admin'), kind, object, revision);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const kept = findRolloutKind(kind)?.revisions(cluster.as('admin'), object) ?? [];
      const numbers = kept.map(({ number, template }) => `${number} (${template.spec?.containers[0]?.image ?? ''})`).join(', ');
      throw new UsageError(
        numbers === '' ? error.message : `${error.message}\nThe revisions of ${kind.kind} "${object.metadata.name}" are ${numbers}.`,
      );
    }
  };

const VERBS: Readonly<Record<'pause' | 'resume' | 'restart', Act>> = {
  pause: (cluster, kind, object) => pause(cluster.as('admin'), kind, object),
  resume: (cluster, kind, object) => resume(cluster.as('admin'), kind, object),
  restart: (cluster, kind, object) => restart(cluster.as('admin'), kind, object),
};

/** How rollouts are steered, and what is expected of them. */
export const rolloutSteps = [
  when('I roll back {target}', 'I roll back Deployment "web"', (world, target: Target) => actOnEach(world, target, undo())),
  when('I roll back {target} to revision {int}', 'I roll back Deployment "web" to revision 2', (world, target: Target, revision: number) =>
    actOnEach(world, target, undo(revision)),
  ),
  ...(['pause', 'resume', 'restart'] as const).flatMap((verb) => [
    when(`I ${verb} the rollout of {target}`, `I ${verb} the rollout of Deployment "web"`, (world, target: Target) =>
      actOnEach(world, target, VERBS[verb]),
    ),
    then(
      `${gerundOf(verb)} the rollout of {object} is refused with {string}`,
      `${gerundOf(verb)} the rollout of ReplicaSet "web" is refused with "${gerundOf(verb)} is not supported"`,
      (world, named: Named, words: string) => refused(world, named, words, `${gerundOf(verb)} the rollout of`, VERBS[verb]),
    ),
  ]),
  then(
    'rolling back {object} is refused with {string}',
    'rolling back Deployment "web" is refused with "no rollout history found"',
    (world, named: Named, words: string) => refused(world, named, words, 'rolling back', undo()),
  ),
  then(
    'rolling back {object} to revision {int} is refused with {string}',
    'rolling back Deployment "web" to revision 9 is refused with "unable to find specified revision 9 in history"',
    (world, named: Named, revision: number, words: string) => refused(world, named, words, 'rolling back', undo(revision)),
  ),
  ...outcome('the rollout of {object} completes', 'the rollout of Deployment "web" completes', (world, named) =>
    outcomeCheck(world.meant(named), 'complete'),
  ),
  ...outcome('the rollout of {object} has stalled', 'the rollout of Deployment "web" has stalled', (world, named) =>
    outcomeCheck(world.meant(named), 'failed'),
  ),
  ...assertion(
    'Rollouts',
    'the revisions of {object} are:',
    'the revisions of Deployment "web" are:',
    (world, named: Named, table: DataTable) => revisionsCheck(world.meant(named), table.raw()),
  ),
  ...assertion('Rollouts', '{object} is at revision {int}', 'Deployment "web" is at revision 3', (world, named: Named, revision: number) =>
    revisionCheck(world.meant(named), revision),
  ),
  then(
    'throughout the rollout there was/were {count} pod(s) of {object}',
    'throughout the rollout there were at most 10 pods of Deployment "web"',
    (world, count: Count, named: Named) => world.inTime((cluster) => expectBounds(cluster, world.meant(named), 'pods', count)),
  ),
  then(
    'throughout the rollout {object} had {count} available pod(s)',
    'throughout the rollout Deployment "web" had at least 6 available pods',
    (world, named: Named, count: Count) => world.inTime((cluster) => expectBounds(cluster, world.meant(named), 'available pods', count)),
  ),
  then(
    'the course of the rollout of {object} was:',
    'the course of the rollout of Deployment "web" was:',
    (world, named: Named, table: DataTable) => world.inTime((cluster) => expectCourse(cluster, world.meant(named), table.raw())),
  ),
  then(
    'during the rollout {object} had no available pods for {duration}',
    'during the rollout Deployment "web" had no available pods for 2 seconds',
    (world, named: Named, millis: number) => world.inTime((cluster) => expectGap(cluster, world.meant(named), millis, 'exactly')),
  ),
  then(
    'during the rollout {object} had no available pods for at most {duration}',
    'during the rollout Deployment "web" had no available pods for at most 5 seconds',
    (world, named: Named, millis: number) => world.inTime((cluster) => expectGap(cluster, world.meant(named), millis, 'at most')),
  ),
];

/** An end that a rollout comes to: looked for in what results, or waited for. */
function outcome(expression: string, example: string, check: (world: ClusterWorld, named: Named) => Check): readonly StepDefinition[] {
  return [
    then(expression, example, (world, named: Named) => world.expectResult(check(world, named))),
    then(`within {duration} ${expression}`, `within 30 seconds ${example}`, (world, millis: number, named: Named) =>
      world.inTime((cluster) => expectWithin(cluster, millis, check(world, named))),
    ),
  ];
}

function refused(world: ClusterWorld, named: Named, words: string, attempt: string, act: Act): void {
  const { kind, name, namespace } = world.meant(named);
  expectRefusal(world, `${attempt} ${kind} "${name}"`, words, (copy) => {
    const found = copy.kind(kind);
    act(copy, found, copy.as('admin').get(found, name, namespace));
  });
}

function gerundOf(verb: string): string {
  return verb === 'pause' ? 'pausing' : verb === 'resume' ? 'resuming' : 'restarting';
}
