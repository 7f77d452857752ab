import { topicSteps } from './define.ts';

const { given, when } = topicSteps('Images');

/** What images do that is not what their names say. */
export const imageSteps = [
  given('the image {string} cannot be pulled', 'the image "web:3" cannot be pulled', (world, pattern: string) => {
    world.act((cluster) => cluster.setImage({ pattern, cannotBePulled: true }));
  }),
  when('the image {string} can be pulled', 'the image "web:3" can be pulled', (world, pattern: string) => {
    world.act((cluster) => cluster.setImage({ pattern, cannotBePulled: false }));
  }),
  given(
    'the image {string} takes {duration} to start',
    'the image "web:3" takes 20 seconds to start',
    (world, pattern: string, startsAfterMillis: number) => {
      world.act((cluster) => cluster.setImage({ pattern, startsAfterMillis }));
    },
  ),
  given(
    'the image {string} exits with {int} after {duration}',
    'the image "web:3" exits with 1 after 5 seconds',
    (world, pattern: string, code: number, afterMillis: number) => {
      world.act((cluster) => cluster.setImage({ pattern, exits: { code, afterMillis } }));
    },
  ),
];
