import type { HttpProfile, ImageProfile } from './profile.ts';

/** A status that a path answers with from an age of the container on. */
export interface StatusFrom {
  readonly status: number;
  readonly afterMillis: number;
}

/** What a scenario says that a program does; what is left out it does as its image has it. */
export interface Behaviour {
  /** From the start of the program until it listens and serves. */
  readonly startsAfterMillis?: number;
  /** The program ends by itself. */
  readonly exits?: { readonly code: number; readonly afterMillis: number };
  /** What it prints when it starts. */
  readonly logLines?: readonly string[];
  /** The ports its server listens on. */
  readonly ports?: readonly number[];
  /** It ignores SIGTERM. */
  readonly ignoresTerm?: boolean;
  /** The CPU it takes, in thousandths of a core. */
  readonly cpuMillis?: number;
  /** The memory it takes: more than the container may have is its end. */
  readonly memoryBytes?: number;
  /** From that age of the container on, every answer over HTTP is 500. */
  readonly failsAfterMillis?: number;
  /** What paths answer, in the course of time; the first status counts from the start. */
  readonly http?: readonly { readonly path: string; readonly statuses: readonly StatusFrom[] }[];
  /** Files that are in the image besides. */
  readonly files?: readonly (readonly [path: string, content: string])[];
}

/** A profile that does what is said, and otherwise what it did. */
export function withBehaviour(profile: ImageProfile, behaviour: Behaviour): ImageProfile {
  const { startsAfterMillis, exits, logLines, ports, ignoresTerm, cpuMillis, memoryBytes, failsAfterMillis, http, files } = behaviour;
  return {
    ...profile,
    ...(startsAfterMillis === undefined ? {} : { startsAfterMillis }),
    ...(exits === undefined ? {} : { exit: exits }),
    ...(logLines === undefined ? {} : { firstLogLines: logLines }),
    ...(ports === undefined ? {} : { ports }),
    ...(ignoresTerm === undefined ? {} : { onTerm: ignoresTerm ? 'ignored' : 'exits-0' }),
    ...(cpuMillis === undefined ? {} : { cpuMillis }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(failsAfterMillis === undefined ? {} : { failsAfterMillis }),
    ...(http === undefined ? {} : { http: withPages(profile.http ?? NO_HTTP, http) }),
    ...(files === undefined ? {} : { files: [...profile.files, ...files] }),
  };
}

const NO_HTTP: HttpProfile = { pages: [], otherwise: { status: 404, body: '404 page not found\n' }, accessLog: 'none' };

function withPages(http: HttpProfile, said: NonNullable<Behaviour['http']>): HttpProfile {
  const pages = said.map(({ path, statuses }) => {
    const [first, ...later] = [...statuses].sort((a, b) => a.afterMillis - b.afterMillis);
    const status = first?.status ?? 200;
    return { paths: [path], status, body: `HTTP ${status}\n`, later };
  });
  return { ...http, pages: [...pages, ...http.pages] };
}
