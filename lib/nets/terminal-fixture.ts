import type { Cluster } from '../cluster.ts';

/** What a person sees who types lines of shell: what is printed, and how each ended that failed. */
export function typed(cluster: Cluster, ...lines: readonly string[]): string {
  return lines
    .map((line) => {
      const { stdout, stderr, code } = cluster.shell(line);
      return `${stdout}${stderr}${code === 0 ? '' : `[exit ${code}]\n`}`;
    })
    .join('');
}
