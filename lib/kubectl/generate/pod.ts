import type { EnvVar } from '../../api/generated/types.ts';
import type { Manifest } from '../../api/object.ts';
import type { Call } from '../command.ts';
import { KubectlError } from '../errors.ts';
import type { FlagValues } from '../flags.ts';
import { envVarProblems } from './env-names.ts';
import { labelsOf } from './labels-text.ts';
import { wholeNumberOf } from './ports.ts';

/** The Pod that `kubectl run` means. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/generate/versioned/run.go BasicPod.Generate */
export function podOf({ flags, args: [name = '', ...args] }: Pick<Call, 'flags' | 'args'>): Manifest {
  const annotations = flags.list('annotations').map(annotationOf);
  const [image, port, pullPolicy, restart] = ['image', 'port', 'image-pull-policy', 'restart'].map((flag) => flags.text(flag));
  const env = flags.list('env').map(envOf);
  const labels = flags.text('labels') === '' ? { run: name } : labelsOf(flags.text('labels'));
  const container = {
    name,
    image,
    ...(args.length === 0 ? {} : { [flags.is('command') ? 'command' : 'args']: args }),
    ...(port === '' ? {} : { ports: [{ containerPort: wholeNumberOf(port!) }] }),
    ...(env.length === 0 ? {} : { env }),
    ...(pullPolicy === '' ? {} : { imagePullPolicy: pullPolicy }),
    ...(flags.is('privileged') ? { securityContext: { privileged: true } } : {}),
    ...inputOf(flags),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }) },
    spec: { containers: [container], restartPolicy: restart === '' ? 'Always' : restart, dnsPolicy: 'ClusterFirst' },
  };
}

function inputOf(flags: FlagValues): object {
  const [stdin, tty] = [flags.is('stdin'), flags.is('tty')];
  return {
    ...(stdin ? { stdin } : {}),
    ...(stdin && !flags.is('leave-stdin-open') ? { stdinOnce: true } : {}),
    ...(tty ? { tty } : {}),
  };
}

function annotationOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new KubectlError(`invalid annotations format: ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function envOf(text: string): EnvVar {
  const at = text.indexOf('=');
  if (at < 1 || envVarProblems(text.slice(0, at)).length > 0) throw new KubectlError(`invalid env: ${text}`);
  const value = text.slice(at + 1);
  return { name: text.slice(0, at), ...(value === '' ? {} : { value }) };
}
