import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { UsageError } from '../api/errors.ts';

const AGAIN_AND_AGAIN = /calls kubectl again and again: more than 1000 times/;
const NEVER_WAITS = /^the script goes on for ever without waiting: there is a loop in it that never ends/;

/** What goes wrong, the script, and what is said about it. */
const ENDLESS: readonly (readonly [what: string, script: string, sentence: RegExp])[] = [
  ['a loop that does nothing', 'while true; do :; done', NEVER_WAITS],
  ['a program that prints for ever', 'yes', NEVER_WAITS],
  ['kubectl in a loop', 'while true; do kubectl get pods; done', AGAIN_AND_AGAIN],
  ['long answers of kubectl in a loop', 'while true; do kubectl get namespaces -o yaml; done', AGAIN_AND_AGAIN],
  ['a watch that is begun again and again', 'while true; do kubectl get pods -w; done', AGAIN_AND_AGAIN],
  ['objects without end', 'while true; do kubectl create configmap a$((i++)); done', AGAIN_AND_AGAIN],
  ['the last complaint', 'while ! kubectl get pod never; do :; done', /\(its last complaint: .*pods "never" not found\)$/],
  ['asking each second for what never comes', 'while ! kubectl get pod never; do sleep 1; done', AGAIN_AND_AGAIN],
  ['asking every two minutes for it', 'until kubectl get pod never; do sleep 120; done', /does not end within a day of cluster time/],
  ['waiting again and again', 'while sleep 1; do i=$((i+1)); done', /waits again and again: more than 20000 times/],
  ['sleeping too long', 'sleep 90000', /does not end within a day of cluster time/],
  ['waiting for a sleep without end', 'cat <(sleep infinity)', /waits for something that never comes/],
];

for (const [what, script, sentence] of ENDLESS) {
  test(`a script is stopped: ${what}`, () => {
    const cluster = new Cluster();
    assert.throws(() => cluster.shell(script), (error) => error instanceof UsageError && sentence.test(error.message)); // prettier-ignore
    assert.equal(cluster.shell('echo on').stdout, 'on\n', 'the cluster is as usable as before');
  });
}

/** What ends by itself however hostile it looks, and its last words. */
const ENDING: readonly (readonly [what: string, script: string, stderr: RegExp])[] = [
  [
    'a function that calls itself and kubectl',
    'f() { kubectl version --client > /dev/null; f; }; f',
    /Maximum function recursion depth \(200\) reached/,
  ],
  ['functions that call themselves in pipes', 'f() { f | f; }; f', /fork: no more than 64 processes run at a time/],
  ['more stages than there may be processes', `true${' | cat'.repeat(20_000)}`, /fork: no more than 64 processes run at a time/],
  ['background jobs that nobody waits for', 'sleep 100000 & kubectl get pods -w & true', /^$/],
];

for (const [what, script, stderr] of ENDING) {
  test(`a script ends by itself: ${what}`, () => assert.match(new Cluster().shell(script).stderr, stderr));
}
