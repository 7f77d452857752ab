import { fileURLToPath } from 'node:url';
import type { IRunConfiguration } from '@cucumber/cucumber/api';
import { findStepFiles, stepFilesAt } from './find-files.ts';
import { isOwnProject, libraryFile } from './project.ts';
import { literalGlob, type Sources } from './selection.ts';
import type { Settings } from './settings.ts';

/** The files that bring the sentences: the library's, and the project's own step files. */
export function importsOf(cwd: string, settings: Pick<Settings, 'import'> = {}): readonly string[] {
  // In this very package the folder `steps` holds the library, which is loaded already.
  const own = isOwnProject(cwd) ? findStepFiles(cwd, ['features']) : findStepFiles(cwd);
  const files = settings.import === undefined ? own : stepFilesAt(cwd, settings.import);
  const compiler = files.some((file) => /\.[cm]?ts$/.test(file)) ? [libraryFile(cwd, 'lib/cli/typescript')] : [];
  const library = [...compiler, libraryFile(cwd, 'steps/index')].map((url) => fileURLToPath(url));
  return [...library, ...files].map(literalGlob);
}

/** How cucumber is to run scenarios; `told` is what steps are told, through cucumber's world parameters. */
export function configurationOf(
  sources: Sources,
  importPaths: readonly string[],
  told: { readonly seed: number; readonly command?: string; readonly invariants?: boolean; readonly digests?: boolean },
): IRunConfiguration {
  return {
    sources,
    support: { requireModules: [], requirePaths: [], importPaths: [...importPaths], loaders: [] },
    runtime: {
      dryRun: false,
      failFast: false,
      filterStacktraces: true,
      parallel: 0,
      retry: 0,
      retryTagFilter: '',
      strict: true,
      worldParameters: { gherkube: told },
    },
    // The least that cucumber can be told to print; it goes nowhere.
    formats: { stdout: 'rerun', files: {}, publish: false, options: {} },
  };
}
