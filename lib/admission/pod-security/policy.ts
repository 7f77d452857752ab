import { invalid, type FieldError } from '../../api/field-errors.ts';

/** How much a pod may do to its node: everything, nothing dangerous, next to nothing. In rising strictness. */
const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

/** One of the three standards for pods. */
export type Level = (typeof LEVELS)[number];

/** A standard as it was in a release of Kubernetes 1; `Infinity` for the latest. */
export interface Standard {
  readonly level: Level;
  readonly minor: number;
}

/** What a namespace demands of its pods, and of what it warns. */
export interface Policy {
  readonly enforce: Standard;
  readonly warn: Standard;
}

/** `restricted:latest`, `baseline:v1.24`. */
export function standardText({ level, minor }: Standard): string {
  return `${level}:${Number.isFinite(minor) ? `v1.${minor}` : 'latest'}`;
}

/** Whether one standard asks for more than another. */
export function isStricter(a: Standard, b: Standard): boolean {
  return LEVELS.indexOf(a.level) > LEVELS.indexOf(b.level);
}

const PREFIX = 'pod-security.kubernetes.io/';
const PRIVILEGED: Standard = { level: 'privileged', minor: Infinity };
const NOTHING_ASKED: Policy = { enforce: PRIVILEGED, warn: PRIVILEGED };

type Labels = Readonly<Record<string, string>>;

/**
 * What the labels of a namespace ask for. A level that there is not counts as the strictest where it is enforced and as none where it only warns.
 * kube: staging/src/k8s.io/pod-security-admission/api/helpers.go PolicyToEvaluate
 */
export function policyOf(labels: Labels = {}): Policy {
  // Nearly every namespace is of this sort, and every new pod asks.
  if (!Object.keys(labels).some((key) => key.startsWith(PREFIX))) return NOTHING_ASKED;
  const [enforced, warned] = [labels[`${PREFIX}enforce`], labels[`${PREFIX}warn`]];
  const enforce: Standard = {
    level: enforced === undefined ? 'privileged' : (levelOf(enforced) ?? 'restricted'),
    minor: minorOf(labels[`${PREFIX}enforce-version`]) ?? Infinity,
  };
  const warnMinor = minorOf(labels[`${PREFIX}warn-version`]) ?? Infinity;
  // What is enforced of pods is at least said of what will make such pods.
  if (warned === undefined && enforced !== undefined && levelOf(enforced) !== undefined)
    return { enforce, warn: { level: enforce.level, minor: labels[`${PREFIX}warn-version`] === undefined ? enforce.minor : warnMinor } };
  return { enforce, warn: { level: levelOf(warned ?? '') ?? 'privileged', minor: warnMinor } };
}

/** What is wrong with the labels that ask for standards. kube: the same file */
export function policyErrors(labels: Labels = {}): readonly FieldError[] {
  return ['enforce', 'audit', 'warn'].flatMap((mode) => {
    const errors: FieldError[] = [];
    const [level, version] = [`${PREFIX}${mode}`, `${PREFIX}${mode}-version`];
    if (labels[level] !== undefined && levelOf(labels[level]) === undefined)
      errors.push(invalid(`metadata.labels[${level}]`, labels[level], `must be one of ${LEVELS.join(', ')}`));
    if (labels[version] !== undefined && minorOf(labels[version]) === undefined)
      errors.push(invalid(`metadata.labels[${version}]`, labels[version], 'must be "latest" or "v1.x"'));
    return errors;
  });
}

function levelOf(text: string): Level | undefined {
  return LEVELS.find((level) => level === text);
}

function minorOf(text = 'latest'): number | undefined {
  if (text === 'latest') return Infinity;
  const [, digits] = /^v1\.(0|[1-9]\d{0,8})$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
