import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UsageError } from '../api/errors.ts';

// Two folders up lies the root of the sources when they run as they are, and `dist` when they run compiled.
const codeRoot = new URL('../../', import.meta.url);
const codeExtension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** The folder of this package. */
const packageRoot: string = fileURLToPath(existsSync(new URL('package.json', codeRoot)) ? codeRoot : new URL('../', codeRoot));

/** The version of this package. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Whether the project is this package itself, whose `steps` are the library and not a user's own. */
export function isOwnProject(cwd: string): boolean {
  return join(cwd, '.') === join(packageRoot, '.');
}

/**
 * A file of the library, `steps/index` for example, as the project would import it: a project that has its own copy installed gets that
 * one, so that its step files and the command never work with two.
 */
export function libraryFile(cwd: string, name: string): URL {
  const installed = tryResolve(cwd, 'gherkube/package.json');
  if (installed === undefined || dirname(installed) === join(packageRoot, '.')) return new URL(name + codeExtension, codeRoot);
  return pathToFileURL(join(dirname(installed), 'dist', `${name}.js`));
}

/**
 * The path of cucumber's programming interface, the one copy that both the project's step files and ours register with.
 * Throws UsageError when there is none, or two.
 */
export function cucumberPath(cwd: string): string {
  const theirs = tryResolve(cwd, '@cucumber/cucumber/api');
  const ours = tryResolve(dirname(fileURLToPath(libraryFile(cwd, 'steps/index'))), '@cucumber/cucumber/api');
  const found = ours ?? theirs;
  if (found === undefined) {
    throw new UsageError('gherkube runs on cucumber, which is not installed here; `npm install --save-dev @cucumber/cucumber@12` adds it');
  }
  if (theirs !== undefined && theirs !== found) {
    throw new UsageError(
      [
        'there are two copies of cucumber, and step definitions of one are unknown to the other:',
        `  the project's   ${dirname(theirs)}`,
        `  gherkube's      ${dirname(found)}`,
        '`npm dedupe` or `npm install` of one version leaves one; a linked gherkube brings its own, so install it packed (`npm pack`)',
      ].join('\n'),
    );
  }
  return found;
}

function tryResolve(from: string, name: string): string | undefined {
  try {
    return createRequire(join(from, 'package.json')).resolve(name);
  } catch {
    return undefined;
  }
}
