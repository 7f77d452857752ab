/** The object with other values for these fields, or the same object when they are its values already; undefined adds nothing. */
export function withFields<T extends object>(object: T, fields: { readonly [Field in keyof T]?: T[Field] | undefined }): T {
  const names = Object.keys(fields) as (keyof T & string)[];
  const changed = names.filter((name) => fields[name] !== undefined && fields[name] !== object[name]);
  return changed.length === 0 ? object : { ...object, ...Object.fromEntries(changed.map((name) => [name, fields[name]])) };
}

/** The list with each item replaced, or the same list when no item changes. */
export function mapped<T>(list: readonly T[] | undefined, change: (item: T) => T): readonly T[] | undefined {
  if (list === undefined) return undefined;
  const items = list.map(change);
  return items.every((item, i) => item === list[i]) ? list : items;
}

/** The text, or undefined for an empty one: where Kubernetes takes the one for the other. */
export function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** An object of the fields that have a value. */
export function present<T extends object>(fields: { readonly [Field in keyof T]: T[Field] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
