import type { Violation } from './source.ts';

/** A breach that stays: the file, or the folder when it ends with `/`; words of its message that tell it from others there; why it is right. */
export interface Exception {
  readonly file: string;
  readonly message: string;
  readonly reason: string;
}

/** Every breach that stays. One that matches nothing any more is itself a breach: this list may only shrink. */
export const exceptions: readonly Exception[] = [
  { file: 'lib/api/schema-table.ts', message: '`node:fs`', reason: 'reads the generated table of the schema, a file of this package' },
  {
    file: 'lib/api/openapi/descriptions.ts',
    message: '`node:fs`',
    reason: 'reads the generated table of descriptions, a file of this package',
  },
  {
    file: 'lib/api/store.ts',
    message: '`node:crypto`',
    reason: 'a hash is a pure function; that only `createHash` is taken is a rule of its own',
  },
  { file: 'lib/base/digest.ts', message: '`node:crypto`', reason: 'a digest of a text is a pure function' },
  { file: 'lib/sim/time.ts', message: '`Date.parse`', reason: 'is where texts become times; it insists on a zone first' },
  {
    file: 'lib/base/shell/',
    message: '`process` says nothing',
    reason: 'a process of an operating system is called so; it is what a shell starts',
  },
  { file: 'lib/cli/shard-process.ts', message: '`process` says nothing', reason: 'is a process of the operating system' },
  {
    file: 'lib/cli/typescript.ts',
    message: 'only tests import',
    reason: 'is imported first in a run, under the path that `libraryFile` finds for it',
  },
  { file: 'lib/kubectl/work-folder.ts', message: '`node:', reason: 'reads and writes the folder that commands are given' },
  {
    file: 'lib/kubectl/generate/key-pair.ts',
    message: '`node:crypto`',
    reason: 'whether two texts belong together is a pure function of them',
  },
  { file: 'lib/kubectl/commands/cluster-info.ts', message: '`info` says nothing', reason: 'kubectl calls its command so' },
  { file: 'lib/kubectl/write-flags.ts', message: '`manager` says nothing', reason: 'Kubernetes calls those who own fields so' },
  { file: 'lib/kubectl/pods/pod-target.ts', message: '`not implemented`', reason: 'kubectl says so of kinds that select no pods' },
  { file: 'lib/base/shell/run-fixture.ts', message: '`node:assert', reason: 'is what the tests beside it are made of' },
  { file: 'lib/base/shell/arithmetic.ts', message: 'a function of', reason: 'a descent parser: small functions around one cursor' },
  { file: 'lib/base/shell/test-expression.ts', message: 'a function of', reason: 'a descent parser: small functions around one cursor' },
];

/** Whether an exception covers a violation. */
export function covers({ file, message }: Exception, violation: Violation): boolean {
  const isThere = file.endsWith('/') ? violation.file.startsWith(file) : violation.file === file;
  return isThere && violation.message.includes(message);
}
