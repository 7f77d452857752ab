import type { Kind } from '../kind.ts';
import { capital, groupTag, groupWords, rootOf } from './paths.ts';
import { META } from './type-names.ts';

/** A path at which the server tells of itself. */
export interface DiscoveryPath {
  readonly path: string;
  readonly operationId: string;
  readonly description: string;
  readonly tag: string;
  /** The name of the type of the answer. */
  readonly answer: string;
}

/** What has a document of its own besides the versions of groups, by the root of the document. kube: staging/src/k8s.io/apiserver/pkg/endpoints/discovery */
export function discoveryRoots(kinds: readonly Kind[]): ReadonlyMap<string, DiscoveryPath> {
  const groups = new Map(kinds.filter(isPublished).map((kind) => [kind.group, kind]));
  const ofGroups = [...groups.values()].filter(({ group }) => group !== '').map((kind) => [`apis/${kind.group}`, ofGroup(kind)] as const);
  return new Map([...FIXED.map((path) => [path.path.slice(1, -1), path] as const), ...ofGroups]);
}

/** Where the kinds of a group's version are told; of custom kinds that is in no document. */
export function resourcesPath(kind: Kind): DiscoveryPath | undefined {
  if (!isPublished(kind)) return undefined;
  return {
    path: `/${rootOf(kind)}/`,
    operationId: `get${groupWords(kind).join('')}${capital(kind.version)}APIResources`,
    description: 'get available resources',
    tag: `${groupTag(kind)}_${kind.version}`,
    answer: `${META}.APIResourceList`,
  };
}

function isPublished({ structure }: Kind): boolean {
  return structure === undefined;
}

function ofGroup(kind: Kind): DiscoveryPath {
  return {
    path: `/apis/${kind.group}/`,
    operationId: `get${groupWords(kind).join('')}APIGroup`,
    description: 'get information of a group',
    tag: groupTag(kind),
    answer: `${META}.APIGroup`,
  };
}

const FIXED: readonly DiscoveryPath[] = [
  {
    path: '/api/',
    operationId: 'getCoreAPIVersions',
    description: 'get available API versions',
    tag: 'core',
    answer: `${META}.APIVersions`,
  },
  {
    path: '/apis/',
    operationId: 'getAPIVersions',
    description: 'get available API versions',
    tag: 'apis',
    answer: `${META}.APIGroupList`,
  },
  {
    path: '/version/',
    operationId: 'getCodeVersion',
    description: 'get the version information for this server',
    tag: 'version',
    answer: 'io.k8s.apimachinery.pkg.version.Info',
  },
];
