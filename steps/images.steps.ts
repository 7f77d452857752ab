import { UsageError } from '../lib/api/errors.ts';
import { milliValue, value as bytesOf } from '../lib/base/quantity.ts';
import { readImages } from '../lib/image-file.ts';
import { topicSteps } from './define.ts';
import { readProjectFile } from './files.ts';

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
  given('the image {string} listens on port {int}', 'the image "web:3" listens on port 9090', (world, pattern: string, port: number) => {
    if (port < 1 || port > 65_535) throw new UsageError(`${port} is no port: a port is a number from 1 to 65535`);
    world.act((cluster) => cluster.setImage({ pattern, ports: [port] }));
  }),
  given('the image {string} prints {string}', 'the image "web:3" prints "ready"', (world, pattern: string, line: string) => {
    world.act((cluster) => cluster.setImage({ pattern, logLines: [line] }));
  }),
  given('the image {string} takes {string} of CPU', 'the image "web:3" takes "250m" of CPU', (world, pattern: string, amount: string) => {
    world.act((cluster) => cluster.setImage({ pattern, cpuMillis: milliValue(amount) }));
  }),
  given(
    'the image {string} takes {string} of memory',
    'the image "web:3" takes "300Mi" of memory',
    (world, pattern: string, amount: string) => {
      world.act((cluster) => cluster.setImage({ pattern, memoryBytes: bytesOf(amount) }));
    },
  ),
  given('the image {string} ignores SIGTERM', 'the image "web:3" ignores SIGTERM', (world, pattern: string) => {
    world.act((cluster) => cluster.setImage({ pattern, ignoresTerm: true }));
  }),
  given(
    'the image {string} fails after {duration}',
    'the image "web:3" fails after 60 seconds',
    (world, pattern: string, failsAfterMillis: number) => {
      world.act((cluster) => cluster.setImage({ pattern, failsAfterMillis }));
    },
  ),
  given('the images of {string}', 'the images of "images.yaml"', (world, path: string) => {
    const { file, text } = readProjectFile(path, world.featureFolder);
    const overrides = readImages(text, file);
    world.act((cluster) => {
      for (const override of overrides) cluster.setImage(override);
    });
  }),
];
