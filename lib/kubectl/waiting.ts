import { goQuote } from '../api/field-errors.ts';
import { ExitCode, KubectlError, throwAll } from './errors.ts';
import type { Chosen } from './selection.ts';
import { parseGoDuration } from '../base/go-duration.ts';
import type { Call } from './command.ts';

// unlike kube: what is watched without an end is watched until the cluster has come to rest, as nobody is there to stop it
/**
 * Lets time pass until something is so that ends it, the command is stopped, `--request-timeout` is over or, without either, nothing more is going to
 * happen.
 */
export function letRest({ terminal: { cluster, deadline }, flags }: Call, until: () => boolean = () => false): void {
  const asked = flags.text('request-timeout');
  const timeout = asked === '' || asked === '0' ? Infinity : (millisOf(asked) ?? Infinity);
  const end = Math.min(deadline ?? Infinity, cluster.now + timeout);
  if (end === Infinity) cluster.settle({ until });
  else cluster.advance(Math.max(0, end - cluster.now), until);
}

/** What a process ends with that is asked to end. */
export const TERMINATED = 143;

// unlike kube: what would be waited for in vain is given up when the cluster has come to rest, unless a timeout is given
/**
 * Lets time pass until something is so; false where the time is over (at an instant in milliseconds, or never: Infinity) or, without a limit, where
 * nothing more is going to happen. Throws an ExitCode where the command is stopped before.
 */
export function waitUntil({ terminal: { cluster, deadline = Infinity } }: Call, endMillis: number, isSo: () => boolean): boolean {
  if (isSo()) return true;
  const end = Math.min(deadline, endMillis);
  if (end === Infinity) {
    cluster.settle({ until: isSo });
    return isSo();
  }
  if (cluster.advance(Math.max(0, end - cluster.now), isSo)) return true;
  if (deadline < endMillis) throw new ExitCode(TERMINATED);
  return false;
}

/** Milliseconds of a timeout: seconds, or a duration of Go's. */
function millisOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text, goQuote).millis;
}

/** How long a deletion is waited for where nothing is said. kube: staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go */
const LONGEST_DELETION_MILLIS = 168 * 3_600_000;

/** Waits until objects are gone, or others have taken their names. Throws what kubectl says where one is not. kube: staging/src/k8s.io/kubectl/pkg/cmd/wait/delete.go IsDeleted */
export function waitUntilGone({ client, terminal: { cluster, deadline } }: Call, objects: readonly Chosen[], timeoutMillis: number): void {
  const asked = timeoutMillis === 0 ? LONGEST_DELETION_MILLIS : timeoutMillis;
  const until = Math.min(deadline ?? Infinity, cluster.now + asked);
  throwAll(
    objects.flatMap(({ kind, name, namespace, object }): readonly Error[] => {
      const isGone = (): boolean => client.find(kind, name, namespace)?.metadata.uid !== object.metadata.uid;
      if (isGone() || cluster.advance(Math.max(0, until - cluster.now), isGone)) return [];
      return [new KubectlError(`timed out waiting for the condition on ${kind.plural}/${name}`)];
    }),
  );
}
