/** An image name, normalised as the container runtime does. */
export interface ImageReference {
  /** As the user wrote it. */
  readonly text: string;
  /** `docker.io/library/nginx:1.27`: what statuses show. */
  readonly name: string;
  /** `docker.io/library/nginx`. */
  readonly repository: string;
  /** `docker.io`. */
  readonly registry: string;
  /** `library/nginx`. */
  readonly path: string;
  /** `latest` when neither tag nor digest was written; undefined for a digest alone. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Why a text is no image name; `message` is the kubelet's whole sentence for it. */
export interface InvalidImage {
  readonly text: string;
  readonly message: string;
}

const maxLength = 4096;
const pathPattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const registryPattern = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestLengths: ReadonlyMap<string, number> = new Map([['sha256', 64], ['sha384', 96], ['sha512', 128]]); // prettier-ignore

/** Parses and normalises an image name; an invalid one comes back with the kubelet's words (reason `InvalidImageName`). */
// kube: pkg/kubelet/images/image_manager.go applyDefaultImageTag; github.com/distribution/reference ParseNormalizedNamed
export function parseImage(text: string): ImageReference | InvalidImage {
  const parsed = parse(text);
  if (typeof parsed !== 'string') return parsed;
  return { text, message: `Failed to apply default image tag "${text}": couldn't parse image name "${text}": ${parsed}` };
}

/** Whether the result of `parseImage` is a name. */
export function isImageReference(parsed: ImageReference | InvalidImage): parsed is ImageReference {
  return 'name' in parsed;
}

function parse(text: string): ImageReference | string {
  if (text.length > maxLength) return 'invalid reference format';
  if (/^[a-f0-9]{64}$/.test(text)) return `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`;
  const { registry, rest } = splitRegistry(text);
  const at = rest.indexOf('@');
  const named = at < 0 ? rest : rest.slice(0, at);
  const digest = at < 0 ? undefined : rest.slice(at + 1);
  const colon = named.lastIndexOf(':');
  const path = colon < 0 ? named : named.slice(0, colon);
  const written = colon < 0 ? undefined : named.slice(colon + 1);
  if (path.toLowerCase() !== path) return `invalid reference format: repository name (${path}) must be lowercase`;
  if (!isRegistry(registry) || !path.split('/').every((part) => pathPattern.test(part))) return 'invalid reference format';
  if (written !== undefined && !tagPattern.test(written)) return 'invalid reference format';
  if (digest !== undefined) {
    const problem = digestProblem(digest);
    if (problem !== undefined) return problem;
  }
  const repository = `${registry}/${path}`;
  if (repository.length > 255) return 'repository name must not be more than 255 characters';
  const tag = written ?? (digest === undefined ? 'latest' : undefined);
  const name = repository + (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);
  return { text, name, repository, registry, path, tag, digest };
}

function splitRegistry(text: string): { readonly registry: string; readonly rest: string } {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(0, slash));
  // A first part with capital letters is taken for a host, because no path may have them.
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const registry = isHost && first !== 'index.docker.io' ? first : 'docker.io';
  const rest = isHost ? text.slice(slash + 1) : text;
  return { registry, rest: registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest };
}

function isRegistry(registry: string): boolean {
  const [host = '', port, ...more] = registry.split(':');
  const portFits = port === undefined || /^[0-9]+$/.test(port);
  return more.length === 0 && portFits && host.split('.').every((part) => registryPattern.test(part));
}

function digestProblem(digest: string): string | undefined {
  const match = /^([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*):([0-9a-fA-F]{32,})$/.exec(digest);
  if (match === null) return 'invalid reference format';
  const length = digestLengths.get(match[1] ?? '');
  if (length === undefined) return 'unsupported digest algorithm';
  if (match[2]?.length !== length) return 'invalid checksum digest length';
  return /[A-F]/.test(match[2]) ? 'invalid checksum digest format' : undefined;
}

/** The pull policy the API server fills in: Always for `:latest` or neither tag nor digest. */
// kube: pkg/apis/core/v1/defaults.go SetDefaults_Container
export function pullPolicyDefault(text: string): 'Always' | 'IfNotPresent' {
  const parsed = parseImage(text);
  return isImageReference(parsed) && parsed.tag === 'latest' ? 'Always' : 'IfNotPresent';
}

/** The image ID a status shows: `<repository>@sha256:<64 hex>`, the same for the same name everywhere. */
export function imageId(reference: ImageReference): string {
  return `${reference.repository}@${reference.digest ?? `sha256:${hexOf(reference.name)}`}`;
}

/** A believable size in bytes, the same for the same name everywhere: 2-5 MB for busybox and alpine, 20-180 MB otherwise. */
export function imageSize(reference: ImageReference): number {
  const dice = hash(reference.name, 0x51ed270b);
  const small = /(?:^|\/)(?:busybox|alpine|pause|hello-world)[^/]*$/.test(reference.path);
  return small ? 2_000_000 + (dice % 3_000_000) : 20_000_000 + (dice % 160_000_000);
}

/** 64 hexadecimal digits made from a text. No cryptography: it only has to look like a digest and never change. */
function hexOf(text: string): string {
  let hex = '';
  for (let word = 0; word < 8; word++)
    hex += hash(text, Math.imul(word + 1, 0x9e3779b1))
      .toString(16)
      .padStart(8, '0');
  return hex;
}

/** FNV-1a with a seed, mixed once more at the end. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
