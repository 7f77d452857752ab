import type { Flavour } from '../../base/shell/machine.ts';
import { withBehaviour, type StatusFrom } from './behaviour.ts';
import type { ImageOverrides } from './overrides.ts';
import { findOverride } from './overrides.ts';
import { appServer, knownImages } from './known-images.ts';
import type { ImageReference } from './reference.ts';

/** How a server answers HTTP. In bodies `{hostname}` stands for the pod's host name and `{text}` for the `-text` argument. */
export interface HttpProfile {
  /** Answers by exact path, before files are looked at. */
  readonly pages: readonly {
    readonly paths: readonly string[];
    readonly status: number;
    readonly body: string;
    /** Other statuses from some ages of the container on, the earliest first. */
    readonly later?: readonly StatusFrom[];
  }[];
  /** Files below this directory of the container are served too; a directory without index answers 403. */
  readonly filesBelow?: string;
  /** The answer to every other path. */
  readonly otherwise: { readonly status: number; readonly body: string };
  /** How each request is a line in the log, if it is. */
  readonly accessLog: 'combined' | 'common' | 'none';
}

/** A program that exits at once unless one of these variables is set and not empty. */
export interface Requirement {
  readonly anyOf: readonly string[];
  readonly complaint: readonly string[];
}

/** What an image is: its tools, its own program, and how that behaves. Plain data. */
export interface ImageProfile {
  readonly flavour: Flavour;
  /** Its network tools, carried out against the cluster's network; those that are usual for its flavour when not given. */
  readonly tools?: ReadonlySet<string>;
  /**
   * `server` serves until it is stopped, `shell` ends at once with 0 for want of input, `exits` prints and ends by `exit`,
   * `pause` waits without listening, `perl` is an interpreter of which only the `bpi` of the documentation is known,
   * `stress` takes the memory its arguments say.
   */
  readonly entrypoint: 'server' | 'shell' | 'exits' | 'pause' | 'perl' | 'stress';
  /** Names and paths under which `command` can start the image's own program. */
  readonly programs: readonly string[];
  /** Command lines that tell the running server of the container to end; another command line of the same name does nothing. */
  readonly stopCommands?: readonly string[];
  /** What `args` without `command` do: they are the command line, or they are given to the image's own program. */
  readonly argsAre: 'command' | 'arguments';
  /** Ports the server listens on; `declared` are the container's own, or 80 when it declares none. */
  readonly ports: readonly number[] | 'declared';
  /** TCP ports it listens on besides. */
  readonly morePorts?: readonly number[];
  /** A variable that replaces the port. */
  readonly portVariable?: string;
  /** A flag that replaces the port (`-listen=:8080`). */
  readonly portFlag?: RegExpSource;
  /** A flag whose value is what the server answers (`-text=hello`). */
  readonly textFlag?: RegExpSource;
  readonly protocol: 'TCP';
  readonly startsAfterMillis: number;
  readonly exit?: { readonly code: number; readonly afterMillis: number };
  readonly requires?: Requirement;
  /** The CPU it takes, in thousandths of a core. */
  readonly cpuMillis?: number;
  /** The memory it takes soon after its start. */
  readonly memoryBytes?: number;
  /** From that age of the container on, every answer over HTTP is 500. */
  readonly failsAfterMillis?: number;
  readonly onTerm: 'exits-0' | 'ignored';
  /** Printed at the start; `{port}` stands for the port. */
  readonly firstLogLines: readonly string[];
  /** Printed on standard error when the port is taken; the server then ends with 1. */
  readonly portTakenLine: string;
  readonly http?: HttpProfile;
  /** Answers of a line-based TCP protocol. */
  readonly tcp?: readonly { readonly receives: string; readonly answers: string }[];
  /** Files of the image that can be seen from inside. */
  readonly files: readonly (readonly [path: string, content: string])[];
  readonly uid: number;
}

/** The network tools of an image. */
export function toolsOf({ flavour, tools }: Pick<ImageProfile, 'flavour' | 'tools'>): ReadonlySet<string> {
  return tools ?? USUAL_TOOLS[flavour];
}

const USUAL_TOOLS: Readonly<Record<Flavour, ReadonlySet<string>>> = {
  busybox: new Set(['wget', 'nc', 'ping', 'nslookup']),
  debian: new Set(['curl', 'getent']),
};

/** The source of a regular expression whose first group is a flag's value; a text, so that profiles stay plain data. */
export type RegExpSource = string;

/** What an image is, by the last part of its path and by what the scenario says about it. */
// unlike kube: no image is ever fetched; its name says what it does
export function profileOf(reference: ImageReference, overrides: ImageOverrides = []): ImageProfile {
  const name = reference.path.slice(reference.path.lastIndexOf('/') + 1);
  const known = knownImages.find(({ names }) => names.some((pattern) => fits(pattern, name)))?.profile;
  const suffix = /[-_]([0-9]{2,5})$/.exec(name)?.[1];
  const numbered = suffix !== undefined && Number(suffix) > 0 && Number(suffix) < 65_536;
  const base = known ?? (numbered ? { ...appServer, ports: [Number(suffix)] } : declaredServer);
  const override = findOverride(reference, overrides);
  if (override === undefined) return base;
  return withBehaviour(base, override);
}

function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

const declaredServer: ImageProfile = { ...appServer, ports: 'declared', portVariable: 'PORT' };
