import { topicSteps } from './define.ts';

const { when } = topicSteps('Time');

/** How the author takes the clock in hand, and gives it back. */
export const timeSteps = [
  when('{duration} pass(es)', '30 seconds pass', (world, millis: number) => world.inTime((cluster) => void cluster.advance(millis))),
  when('the cluster settles', 'the cluster settles', (world) => world.settle()),
];
