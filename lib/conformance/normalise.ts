/** The letters and digits of random suffixes and of hashes in names. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/** Chance, or news of a connection: no line of these is compared. */
const SKIPPED = /failed to sync configmap cache: timed out|Unknown stream id \d+, discarding message/;

const AGE = /(^|[\s(])(\d+(?:\.\d+)?)(ms|s|m|h|d)(?:\d+(?:\.\d+)?(?:s|m|h|d))?(?=$|[\s),.])(?! \(\d+%\))/g;

/** What differs from run to run, and what stands for it, in this order. */
const VOLATILE: readonly (readonly [pattern: RegExp, stand: string])[] = [
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} \w+/g, '<time>'],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/(resource ?Version"?: ?)"?\d+"?/gi, '$1<rv>'],
  [/^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ (\S+\.go):\d+\]/, '$1 $2]'],
  [/\b0xc[0-9a-f]{6,}\b/g, '<pointer>'],
  [/Image size: \d+ bytes/g, 'Image size: <size> bytes'],
  [/kubectl-edit-\d+/g, 'kubectl-edit-<rand>'],
  [/\b(\d+:|NodePort: .*?|nodePort"?: ?)(3008[6-9]|3009\d|30[1-9]\d\d|31\d{3}|32[0-6]\d\d|327[0-5]\d|3276[0-7])\b/g, '$1<nodeport>'],
  [/-([23]\d{7})(?![\da-z])/g, '-<minute>'],
  [/\b(?!127\.0\.0\.1|0\.0\.0\.0)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(?!\/\d)/g, '<ip>'],
  [new RegExp(`-[${SAFE}]{8,10}-[${SAFE}]{5}(?![a-z0-9])`, 'g'), '-<hash>-<rand>'],
  [new RegExp(`-[${SAFE}]{5}(?![a-z0-9-])`, 'g'), '-<rand>'],
  [new RegExp(`(-|(?:pod-template|controller-revision)-hash"?[=:] ?"?)(?=[${SAFE}]*[24-9])[${SAFE}]{8,10}(?![a-z0-9])`, 'g'), '$1<hash>'],
];

/** The lines of an output with what differs from run to run replaced, as the recordings have it. */
export function normalised(output: string): readonly string[] {
  const lines = output
    .replace(/\x1b\[[0-9;]*m/g, '')
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .filter((line) => !SKIPPED.test(line))
    .map(normalisedLine);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function normalisedLine(line: string): string {
  const indent = /^ */.exec(line)![0];
  const text = line
    .slice(indent.length)
    .replace(/[ \t]+/g, ' ')
    .trimEnd();
  // 100m of cpu are no age, and a back-off is no chance.
  const isCpu = /\bcpu\b/i.test(text);
  const told = VOLATILE.reduce((rest, [pattern, stand]) => rest.replace(pattern, stand), text);
  const aged = told.replace(AGE, (all: string, before: string, _: string, unit: string, at: number, whole: string) =>
    (isCpu && unit === 'm') || whole.slice(0, at).endsWith('back-off') ? all : `${before}<age>`,
  );
  return indent + aged.replace(/\(x\d+ over <age>\)/g, '(xN over <age>)');
}
