import { ApiError } from '../api/errors.ts';
import { defineKind, Registry, type Kind } from '../api/kind.ts';
import type { KubeObject, Manifest } from '../api/object.ts';
import { decodeBody } from '../api/requests/decode.ts';
import { examineObject } from '../api/requests/examine.ts';
import { typeNameOf } from '../api/schema.ts';
import { readManifest, type ManifestDocument, type ManifestProblem, type Step } from '../base/yaml.ts';
import { kindsOf } from '../kinds/custom/custom-kinds.ts';
import { CustomResourceDefinitionKind, type CustomResourceDefinition } from '../kinds/customresourcedefinition.ts';
import { definedTypes } from '../manifest/defined-types.ts';
import { refusalProblems } from '../manifest/refusal.ts';
import { unknownKind } from '../manifest/unknown-kind.ts';
import { Findings, type Counts, type Finding, type Level, type Rule } from './finding.ts';
import { memberOf, type Member, type Spot } from './members.ts';
import { sourceOfManifests, templateSkip, type Skip } from './sources.ts';

/** Findings kept of one file; a file with more has been told enough. */
const MOST_FINDINGS = 1_000;
const LONGEST_EXCERPT = 160;

/** What one file says by itself; what depends on the other files is left to `checkSet`. */
export interface CheckedFile {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly counts: Counts;
  readonly members: readonly Member[];
  /** Objects of kinds that only a definition in another file could make known. */
  readonly strangers: readonly Stranger[];
  /** `apiVersion/Kind` of every custom kind that is defined. */
  readonly defined: readonly string[];
  /** Those of them whose definition is as it should be. */
  readonly kinds: readonly Kind[];
  /** Why the file is no manifest and was passed over. */
  readonly skip?: Skip;
}

/** An object of an unknown kind, and what is to be said if it stays unknown. */
export interface Stranger {
  readonly type: string;
  readonly finding: Finding;
  /** What is to be said of it as an object of the kind that another file makes known. */
  readonly examine: (kind: Kind) => readonly Finding[];
}

/** How a file came to be looked at. */
export interface FileToCheck {
  readonly file: string;
  readonly text: string;
  /** Whether somebody asked for this very file; one that was met in a folder may be something else than a manifest. */
  readonly isNamed: boolean;
}

/** Checks all that one file says: syntax, every field, and what the API server would say to a create of every object. */
export function checkFile(registry: Registry, { file, text, isNamed }: FileToCheck): CheckedFile {
  const skip = sourceOfManifests(file, text);
  if (skip !== undefined) return skipped(file, skip);
  const { documents, problems, warnings } = readManifest(text, file, true);
  const isUnreadable = problems.some(({ message }) => message.startsWith('error parsing'));
  const template = isUnreadable ? templateSkip(text) : undefined;
  if (template !== undefined) return skipped(file, template);
  const hasNothing = documents.length === 0;
  if (hasNothing && problems.length === 0) return skipped(file, { reason: 'empty: it holds no object', others: [] });
  if (hasNothing && !isNamed && problems.every(isOfNoKind))
    return skipped(file, {
      reason: 'no manifest: nothing in it has an apiVersion or a kind',
      others: [],
    });
  const check = new FileCheck(registry, text.split('\n'));
  for (const problem of problems)
    check.tell(isUnreadable && problem.message.startsWith('error parsing') ? 'yaml' : 'manifest', 'error', problem);
  for (const warning of warnings) check.tell('oddity', 'warning', warning);
  for (const document of documents) check.examine(document);
  const { findings, members, strangers, defined, kinds } = check;
  return {
    file,
    findings: findings.kept,
    counts: findings.counts,
    members,
    strangers,
    defined,
    kinds,
  };
}

function skipped(file: string, skip: Skip): CheckedFile {
  return {
    file,
    findings: [],
    counts: { error: 0, warning: 0, note: 0 },
    members: [],
    strangers: [],
    defined: [],
    kinds: [],
    skip,
  };
}

function isOfNoKind({ message, hint }: ManifestProblem): boolean {
  const isOther = message.includes('[apiVersion not set, kind not set]') || message.includes('invalid object to validate');
  return isOther && hint?.includes('called "kind"') !== true;
}

class FileCheck {
  readonly findings = new Findings(MOST_FINDINGS);
  readonly members: Member[] = [];
  readonly strangers: Stranger[] = [];
  readonly defined: string[] = [];
  readonly kinds: Kind[] = [];
  readonly #registry: Registry;
  readonly #lines: readonly string[];

  constructor(registry: Registry, lines: readonly string[]) {
    this.#registry = registry;
    this.#lines = lines;
  }

  tell(rule: Rule, level: Level, problem: ManifestProblem, object?: string): void {
    this.findings.add(this.#finding(rule, level, problem, object));
  }

  examine(document: ManifestDocument): void {
    const manifest = document.value as Manifest;
    const { apiVersion = '', kind: kindName = '' } = manifest;
    const kind = this.#registry.findByManifest(apiVersion, kindName);
    if (kind === undefined && typeNameOf(apiVersion, kindName) === undefined) {
      const member = this.#join(document, undefined);
      const finding = this.#finding(
        'unknown-kind',
        'error',
        withCustomHint(unknownKind(this.#registry.kinds, document), apiVersion),
        member.title,
      );
      this.strangers.push({
        type: `${apiVersion}/${kindName}`,
        finding,
        examine: (known) => this.#examineAs(known, document),
      });
      return;
    }
    try {
      if (kind === undefined) {
        decodeBody(unservedKind(apiVersion, kindName), manifest);
        this.#join(document, undefined);
        return;
      }
      this.defined.push(...definedTypes(document.value));
      const { object, warnings } = examineObject(kind, manifest);
      if (kind.resource === CustomResourceDefinitionKind.resource) this.kinds.push(...kindsOf((object as CustomResourceDefinition).spec));
      const member = this.#join(document, object);
      for (const message of new Set(warnings)) this.#warn(document, message, member.title);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const member = this.#join(document, undefined);
      const rule = error.problems.length > 0 ? 'field' : 'invalid';
      const refused = { document, kind: kind ?? unservedKind(apiVersion, kindName) };
      for (const problem of refusalProblems(refused, error)) this.tell(rule, 'error', problem, member.title);
    }
  }

  /** What is to be said of a document as an object of a kind that its own file does not know. */
  #examineAs(kind: Kind, document: ManifestDocument): readonly Finding[] {
    const check = new FileCheck(new Registry([kind]), this.#lines);
    check.examine(document);
    return check.findings.kept;
  }

  /** The server's warnings begin with the field that they are about. */
  #warn(document: ManifestDocument, message: string, object: string): void {
    const [path = ''] = /^[a-zA-Z][\w.[\]-]{0,200}(?=:)/.exec(message) ?? [];
    const steps = [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) => (index === undefined ? name! : Number(index)));
    const at = steps.length > 0 && Object.hasOwn(document.value, steps[0]!) ? document.position(steps) : document.position([]);
    this.tell('server-warning', 'warning', { file: document.file, ...at, message: `Warning: ${message}` }, object);
  }

  #join(document: ManifestDocument, object: KubeObject | undefined): Member {
    const spotAt = (steps: readonly Step[]): Spot => {
      const at = document.position(steps);
      return { file: document.file, ...at, excerpt: this.#excerpt(at.line) };
    };
    const { apiVersion = '', kind = '' } = document.value as Manifest;
    const isNamespaced = this.#registry.findByManifest(apiVersion, kind)?.scope === 'Namespaced';
    const member = memberOf(document, { object, isNamespaced }, spotAt);
    this.members.push(member);
    return member;
  }

  #finding(rule: Rule, level: Level, { file, line, column, message, alone, hint }: ManifestProblem, object: string | undefined): Finding {
    return {
      file,
      line,
      column,
      level,
      rule,
      message: alone ?? message,
      ...(hint === undefined ? {} : { hint }),
      ...(object === undefined ? {} : { object }),
      excerpt: this.#excerpt(line),
    };
  }

  #excerpt(line: number): string {
    return (this.#lines[line - 1] ?? '').slice(0, LONGEST_EXCERPT).replace(/\r$/, '');
  }
}

/** A group with a domain that is not Kubernetes' own is probably somebody's. */
function withCustomHint(problem: ManifestProblem, apiVersion: string): ManifestProblem {
  const isCustom = problem.hint === undefined && /^[^/]*\.[^/]*\//.test(apiVersion) && !apiVersion.includes('.k8s.io/');
  return isCustom ? { ...problem, hint: 'If it is a custom kind, check the file with its CustomResourceDefinition as well.' } : problem;
}

/** A kind that Kubernetes has and the cluster does not serve: of it only the published structure is known. */
function unservedKind(apiVersion: string, kind: string): Kind {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return defineKind({
    group,
    version: apiVersion.slice(slash + 1),
    kind,
    plural: '',
    singular: '',
  });
}
