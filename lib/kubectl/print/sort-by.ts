export function sortedBy<T>(_items: readonly T[], _field: string, _objectOf: (item: T) => object): readonly T[] {
  throw new Error('to come');
}
