import type { Cluster } from '../cluster.ts';

/** What is wrong, told when asked: text is only made for failures. */
export interface Wrong {
  readonly tell: () => string;
}

/** Looks at a cluster: undefined when it is as expected. It changes nothing; it throws only what its author has to mend. */
export interface Check {
  (cluster: Cluster): Wrong | undefined;
  /**
   * Given by a check that looks at more than objects, at programs and routes: it is made at every instant at which anything happens, and at
   * this one, at which time alone may change what it finds.
   */
  readonly changesAt?: (cluster: Cluster) => number | undefined;
}
