import type { Kind } from '../api/kind.ts';
import { nearest } from '../base/suggest.ts';
import type { CheckedFile } from './check-file.ts';
import type { Counts, Finding, Level, Rule } from './finding.ts';
import type { Member, Spot } from './members.ts';

/** How many makers of pods are looked at to find out what a Service may have meant. */
const MOST_COMPARED = 1_000;

/** All that was found in a set of files. */
export interface CheckReport {
  /** The files that were looked at, without those that were passed over. */
  readonly files: readonly string[];
  /** `Deployment shop/web` for every object, with its file. */
  readonly objects: readonly {
    readonly file: string;
    readonly title: string;
  }[];
  /** By file and line. */
  readonly findings: readonly Finding[];
  /** Of all findings, also of those that were too many to keep. */
  readonly counts: Counts;
  readonly skipped: readonly Skipped[];
}

/** A file that was passed over, and why. */
export interface Skipped {
  readonly file: string;
  readonly reason: string;
  /** How many other files were passed over because of it. */
  readonly others: number;
}

/** Puts together what was found in each file, and adds what only all of them tell: doubles, Services without pods, kinds defined elsewhere. */
export function checkSet(files: readonly CheckedFile[]): CheckReport {
  const parts = partsOf(files);
  const looked = files.filter(({ file, skip }) => skip === undefined && !parts.has(file));
  const members = looked.flatMap((file) => file.members);
  const defined = new Set(looked.flatMap((file) => file.defined));
  const kinds = new Map(looked.flatMap((file) => file.kinds).map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]));
  const further = [
    ...looked.flatMap(({ strangers }) => strangers.flatMap((stranger) => judge(stranger, kinds, defined))),
    ...doubles(members),
    ...idleServices(members),
  ];
  const findings = inOrder([...looked.flatMap((file) => file.findings), ...further], looked);
  const countOf = (level: Level): number =>
    looked.reduce((sum, { counts }) => sum + counts[level], 0) + further.filter((finding) => finding.level === level).length;
  return {
    files: looked.map(({ file }) => file),
    objects: members.map(({ at, title }) => ({ file: at.file, title })),
    findings,
    counts: { error: countOf('error'), warning: countOf('warning'), note: countOf('note') },
    skipped: files.flatMap(({ file, skip }) => {
      if (skip === undefined || parts.has(file)) return [];
      return [{ file, reason: skip.reason, others: [...parts.values()].filter((owner) => owner === file).length }];
    }),
  };
}

/** The files that belong to a chart or a kustomization, each with the file that says so. */
function partsOf(files: readonly CheckedFile[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  const folders: (readonly [folder: string, owner: string])[] = [];
  for (const { file: owner, skip } of files)
    for (const other of skip?.others ?? [])
      if (other.endsWith('/')) folders.push([other, owner]);
      else owners.set(other, owner);
  const parts = new Map<string, string>();
  for (const { file } of files) {
    const owner = owners.get(file) ?? folders.find(([folder]) => file.startsWith(folder))?.[1];
    if (owner !== undefined && owner !== file) parts.set(file, owner);
  }
  return parts;
}

function inOrder(findings: readonly Finding[], files: readonly CheckedFile[]): readonly Finding[] {
  const rank = new Map(files.map(({ file }, index) => [file, index]));
  return findings.toSorted((a, b) => rank.get(a.file)! - rank.get(b.file)! || a.line - b.line || a.column - b.column);
}

function judge(
  { type, finding, examine }: CheckedFile['strangers'][number],
  kinds: ReadonlyMap<string, Kind>,
  defined: ReadonlySet<string>,
): readonly Finding[] {
  const known = kinds.get(type);
  if (known !== undefined) return examine(known);
  if (!defined.has(type)) return [finding];
  const { hint: _, ...rest } = finding;
  const kind = type.slice(type.lastIndexOf('/') + 1);
  const message = `a CustomResourceDefinition of these files that is not accepted defines the kind ${kind}; its fields are not looked at`;
  return [{ ...rest, level: 'note', rule: 'custom-kind', message }];
}

function findingAt(
  { file, line, column, excerpt }: Spot,
  rule: Rule,
  level: Level,
  object: string,
  message: string,
  hint?: string,
): Finding {
  return { file, line, column, level, rule, message, object, excerpt, ...(hint === undefined ? {} : { hint }) };
}

/** Applied together, the later of two definitions takes the place of the earlier. */
function doubles(members: readonly Member[]): readonly Finding[] {
  const first = new Map<string, Member>();
  return members.flatMap((member) => {
    if (member.key === undefined) return [];
    const earlier = first.get(member.key);
    if (earlier === undefined) {
      first.set(member.key, member);
      return [];
    }
    const message = `${member.title} is defined twice: also at ${earlier.at.file}:${earlier.at.line}`;
    return [
      findingAt(
        member.at,
        'duplicate-object',
        'warning',
        member.title,
        message,
        'applied together, the later one takes the place of the earlier',
      ),
    ];
  });
}

/** Services of whose pods there is no trace, although the files make pods in their namespace. */
function idleServices(members: readonly Member[]): readonly Finding[] {
  const makers = makersByLabel(members);
  return members.flatMap(({ service, namespace, title }) => {
    const nearby = makers.get(namespace);
    const [first] = service?.selector ?? [];
    if (service === undefined || nearby === undefined || first === undefined) return [];
    const chosen = (makers.get(`${namespace}/${first.join('=')}`) ?? []).filter(({ pods }) => isChosen(service.selector, pods!.labels));
    if (chosen.length === 0) {
      const wanted = [...service.selector].map(([key, value]) => `${key}=${value}`).join(',');
      const message = `no pod of these files has the labels ${wanted} that the Service selects`;
      return [
        findingAt(service.at, 'service-without-pods', 'note', title, message, closest(service.selector, nearby.slice(0, MOST_COMPARED))),
      ];
    }
    const names = new Set(chosen.flatMap(({ pods }) => pods!.portNames));
    return service.namedPorts
      .filter(({ name }) => !names.has(name))
      .map(({ name, at }) => {
        const near = nearest(name, names);
        const message = `no container of ${chosen[0]!.title} has a port called ${JSON.stringify(name)}`;
        return findingAt(
          at,
          'service-port',
          'note',
          title,
          message,
          near === undefined ? undefined : `Did you mean ${JSON.stringify(near)}?`,
        );
      });
  });
}

function isChosen(selector: ReadonlyMap<string, string>, labels: ReadonlyMap<string, string>): boolean {
  return [...selector].every(([key, value]) => labels.get(key) === value);
}

/** What makes pods, by namespace and by namespace and label; a namespace has no slash. */
function makersByLabel(members: readonly Member[]): ReadonlyMap<string, readonly Member[]> {
  const makers = new Map<string, Member[]>();
  for (const member of members) {
    const labels = [...(member.pods?.labels ?? [])].map(([key, value]) => `${member.namespace}/${key}=${value}`);
    for (const key of member.pods === undefined ? [] : [member.namespace, ...labels]) {
      const list = makers.get(key);
      if (list === undefined) makers.set(key, [member]);
      else list.push(member);
    }
  }
  return makers;
}

/** The pods that lack the fewest of the labels, if they have at least the label's name. */
function closest(selector: ReadonlyMap<string, string>, makers: readonly Member[]): string | undefined {
  for (const [key, value] of selector) {
    const values = makers.flatMap(({ pods }) => pods?.labels.get(key) ?? []);
    if (values.includes(value)) continue;
    const near = nearest(value, values) ?? (new Set(values).size === 1 ? values[0] : undefined);
    const owner = makers.find(({ pods }) => pods?.labels.get(key) === near);
    if (near !== undefined && owner !== undefined) return `the pods of ${owner.title} have ${key}=${near}`;
  }
  return undefined;
}
