import { clip } from '../base/text-table.ts';
import type { Check } from './check.ts';

const MOST_LINES = 12;
const MOST_COLUMNS = 220;

/** kube-proxy has written those rules on a node, as `iptables-save` prints them, in any order. */
export function rulesCheck(node: string, text: string): Check {
  const wanted = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (cluster) => {
    const rules = cluster.iptables(node).split('\n');
    const missing = wanted.filter((line) => !rules.includes(line));
    return missing.length === 0 ? undefined : { tell: () => told(node, rules, missing).join('\n') };
  };
}

/** What is missing, and what there is in the same chains. */
function told(node: string, rules: readonly string[], missing: readonly string[]): readonly string[] {
  const chains = new Set(missing.map(chainOf));
  const near = rules.filter((rule) => chains.has(chainOf(rule)));
  return [
    `expected kube-proxy on node "${node}" to have written:`,
    ...missing.map((line) => `  - ${line}`),
    near.length === 0 ? 'there are no rules of that chain' : 'found in that chain:',
    ...near.slice(0, MOST_LINES).map((line) => `  + ${clip(line, MOST_COLUMNS)}`),
    ...(near.length > MOST_LINES ? [`  ... ${near.length - MOST_LINES} more`] : []),
  ];
}

function chainOf(rule: string): string {
  return /^-A (\S+)/.exec(rule)?.[1] ?? '';
}
