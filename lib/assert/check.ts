import type { Cluster } from '../cluster.ts';

/** What is wrong, told when asked: text is only made for failures. */
export interface Wrong {
  readonly tell: () => string;
}

/** Looks at a cluster: undefined when it is as expected. It changes nothing; it throws only what its author has to mend. */
export type Check = (cluster: Cluster) => Wrong | undefined;
