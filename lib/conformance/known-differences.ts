/** What a recording prints otherwise here. */
export interface KnownDifference {
  /** How many of its commands. */
  readonly commands: number;
  readonly reason: string;
}

/** The recordings that differ, by their names. The list may only shrink: a command that comes to agree has to go from it. */
export const KNOWN_DIFFERENCES: ReadonlyMap<string, KnownDifference> = new Map([]);
