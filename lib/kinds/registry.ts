import { Registry, type Kind } from '../api/kind.ts';
import type { Store } from '../api/store.ts';
import { customKinds } from './custom/custom-kinds.ts';
import { CustomResourceDefinitionKind, type CustomResourceDefinition } from './customresourcedefinition.ts';
import { kinds, versions } from './index.ts';

/** The kinds of a cluster: those of every cluster, and those that the definitions in its store make known at the moment. */
export function registryOf(store: Store): Registry {
  const definitions = CustomResourceDefinitionKind as unknown as Kind;
  return new Registry(kinds, versions, () =>
    store.count(definitions) === 0 ? NONE : customKinds(store.list(definitions) as CustomResourceDefinition[]),
  );
}

const NONE: readonly Kind[] = [];
