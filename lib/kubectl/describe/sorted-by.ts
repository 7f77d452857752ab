/** The items in the order of a text of each; those with the same one stay as they are. */
export function sortedBy<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (textOf(a) < textOf(b) ? -1 : Number(textOf(a) > textOf(b))));
}
