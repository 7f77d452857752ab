import { ApiError } from '../../api/errors.ts';
import type { Deployment } from '../../kinds/deployment.ts';
import type { Kind } from '../../api/kind.ts';
import { fieldsOf, type KubeObject } from '../../api/object.ts';
import type { PodTemplateSpec } from '../../api/generated/types.ts';
import type { Call, Command } from '../command.ts';
import { ErrorList, KubectlError } from '../errors.ts';
import { OUTPUT_FLAGS, printerOf } from '../output.ts';
import { FILE_FLAGS, requireSomething, select, SELECTOR_FLAG, type Chosen } from '../selection.ts';

/** One way to change how something is rolled out. */
interface Change {
  /** The patch, or why there is none. */
  readonly patch: (call: Call, kind: Kind, object: KubeObject) => object | string;
  readonly done: string;
}

/** `kubectl rollout pause`. kube: staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_pause.go */
export const rolloutPause = changing('pause', 'holds a rollout', {
  done: 'paused',
  patch: (_, { resource }, object) => {
    if (resource !== 'deployments.apps') return 'pausing is not supported';
    if ((object as Deployment).spec.paused === true) return 'is already paused';
    return { spec: { paused: true } };
  },
});

/** `kubectl rollout resume`. kube: the same folder, rollout_resume.go */
export const rolloutResume = changing('resume', 'lets a rollout go on that is held', {
  done: 'resumed',
  patch: (_, { resource }, object) => {
    if (resource !== 'deployments.apps') return 'resuming is not supported';
    if ((object as Deployment).spec.paused !== true) return 'is not paused';
    return { spec: { paused: null } };
  },
});

/** `kubectl rollout restart`. kube: the same folder, rollout_restart.go */
export const rolloutRestart = changing('restart', 'makes the same pods anew', { done: 'restarted', patch: restartPatch });

/** kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/objectrestarter.go */
const RESTARTED: ReadonlySet<string> = new Set(['deployments.apps', 'daemonsets.apps', 'statefulsets.apps']);
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

function restartPatch({ client }: Call, { resource }: Kind, object: KubeObject): object | string {
  if (!RESTARTED.has(resource)) return 'restarting is not supported';
  const spec = fieldsOf(object)['spec'] as { readonly paused?: boolean; readonly template: PodTemplateSpec };
  if (spec.paused === true) return "can't restart paused deployment (run rollout resume first)";
  const restartedAt = client.api.timestamp();
  if (spec.template.metadata?.annotations?.[RESTARTED_AT] === restartedAt) return {};
  return { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: restartedAt } } } } };
}

function changing(name: string, about: string, change: Change): Command {
  return {
    name,
    about,
    use: 'RESOURCE',
    flags: [...OUTPUT_FLAGS, ...FILE_FLAGS, SELECTOR_FLAG, { name: 'field-manager', type: 'text', default: 'kubectl-rollout' }],
    run: (call) => run(call, change),
  };
}

function run(call: Call, change: Change): void {
  requireSomething(call);
  const { lists, errors } = select(call, { allWithoutName: true });
  const print = printerOf(call, change.done);
  const failed: Error[] = [...errors];
  for (const chosen of lists.flatMap(({ items }) => items)) {
    const outcome = outcomeOf(call, chosen, change);
    if (outcome instanceof KubectlError) failed.push(outcome);
    else print(chosen.kind, outcome);
  }
  if (failed.length === 0 && lists.every(({ items }) => items.length === 0))
    call.complain(`No resources found in ${call.namespace} namespace.\n`);
  // Even one alone is told as several are: without `error: ` before it.
  if (failed.length > 0) throw new ErrorList(failed);
}

/** The object after the change, or why there is none. kube: the same folder, rollout_restart.go RunRestart */
function outcomeOf(call: Call, { kind, name, object }: Chosen, { patch }: Change): KubeObject | KubectlError {
  const body = patch(call, kind, object);
  if (typeof body === 'string') return new KubectlError(`error: ${kind.resource} ${JSON.stringify(name)} ${body}`);
  if (Object.keys(body).length === 0)
    return new KubectlError(
      `error: failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
    );
  try {
    return call.client.patch(kind, object, body, { fieldManager: call.flags.text('field-manager') });
  } catch (error) {
    if (error instanceof ApiError) return new KubectlError(`failed to patch: ${error.message}`);
    throw error;
  }
}
