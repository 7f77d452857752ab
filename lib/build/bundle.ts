import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** What is started, imported by others or looked for by its name; everything else is found in pieces that they share. */
const ENTRIES = [
  'lib/index.ts',
  'lib/cli.ts',
  'lib/cli/shard-process.ts',
  'lib/cli/typescript.ts',
  'lib/cli/typescript-modules.ts',
  'lib/bench/bench.ts',
  'steps/index.ts',
  'steps/sentence.ts',
];

/**
 * Compiles the sources below `root` into few files in `target`: reading hundreds of small modules takes longer than running them. Packages stay
 * where they are installed. Throws if the sources cannot be compiled.
 */
export async function bundle(root: string, target: string): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outbase: root,
    outdir: target,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    charset: 'utf8',
    chunkNames: 'lib/parts/[hash]',
    plugins: [modulePlaces(root)],
    write: false,
  });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, withModulePlaces(text, dirname(path), target));
  }
}

const PLACE = /"module-place:([^"]+)"/g;

/** Marks where a module asks for its own place: it goes by what lies beside it, wherever its code comes to lie. */
function modulePlaces(root: string): Plugin {
  return {
    name: 'module-places',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const place = JSON.stringify(`module-place:${relative(root, path).replace(/\.ts$/, '.js')}`);
        return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' };
      });
    },
  };
}

/** Puts the places that the modules would have had, as seen from the folder of the file that their code has come into. */
function withModulePlaces(text: string, folder: string, target: string): string {
  return text.replace(
    PLACE,
    (_, module: string) => `new URL(${JSON.stringify(relative(folder, join(target, module)))}, import.meta.url).href`,
  );
}
