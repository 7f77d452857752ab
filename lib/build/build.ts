import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';
import { deriveFiles } from './derive.ts';
import { findTextFile, textPackage } from './document-texts.ts';
import { findModelFolder, modelPackage } from './models.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const generated = join('lib', 'api', 'generated');

/** Derives the generated files and compiles the project into `dist`; with `--derive-only` it leaves `dist` alone. */
async function build(): Promise<void> {
  const models = findModelFolder();
  const compiler = findCompiler();
  const texts = findTextFile();
  const missing = [
    ...(models === undefined ? [modelPackage] : []),
    ...(texts === undefined ? [textPackage] : []),
    ...(compiler === undefined ? ['typescript'] : []),
  ];
  if (models === undefined || texts === undefined || compiler === undefined) {
    const verb = missing.length === 1 ? 'is' : 'are';
    stop(`cannot build: ${missing.join(' and ')} ${verb} not installed; install with development dependencies (npm ci --include=dev)`);
  }
  await writeGenerated(models, texts);
  if (!process.argv.includes('--derive-only')) await compile(compiler);
}

async function writeGenerated(models: string, texts: string): Promise<void> {
  mkdirSync(join(root, generated), { recursive: true });
  for (const [name, text] of await deriveFiles(models, texts)) {
    const file = join(root, generated, name);
    // An unchanged file keeps its time, which is what watchers and incremental compilers look at.
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  }
}

async function compile(compiler: string): Promise<void> {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const project = join(root, '.config', 'tsconfig.build.json');
  const { status } = spawnSync(process.execPath, [compiler, '-p', project], { cwd: root, stdio: 'inherit' });
  if (status !== 0) stop('the compiler found errors; dist is not complete');
  await bundle(root, join(root, 'dist'));
  const target = join(root, 'dist', generated);
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(join(root, generated))) {
    if (!name.endsWith('.ts')) copyFileSync(join(root, generated, name), join(target, name));
  }
  const cli = join(root, 'dist', 'lib', 'cli.js');
  if (existsSync(cli)) chmodSync(cli, 0o755);
}

function findCompiler(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  } catch {
    return undefined;
  }
}

function stop(message: string): never {
  process.stderr.write(`gherkube: ${message}\n`);
  process.exit(1);
}

await build();
