import { fieldsOf, type Manifest } from '../../api/object.ts';
import { isMapping } from '../../base/merge.ts';
import type { Call } from '../command.ts';
import { KubectlError, throwAll } from '../errors.ts';
import { select } from '../selection.ts';
import type { Generator } from './generator.ts';

/** `kubectl create job`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_job.go */
export const jobGenerator: Generator = {
  name: 'job',
  about: 'creates a Job',
  use: '--image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  failure: 'failed to create job:',
  flags: [
    { name: 'image', type: 'text' },
    { name: 'from', type: 'text' },
  ],
  generate: (name, call) => {
    const [image, from] = [call.flags.text('image'), call.flags.text('from')];
    const command = call.args.slice(1);
    if ((image === '') === (from === '')) throw new KubectlError('either --image or --from must be specified');
    if (command.length > 0 && from !== '') throw new KubectlError('cannot specify --from and command');
    return image === '' ? jobOfCronJob(name, call, from) : { ...JOB, metadata: { name }, spec: jobSpec(name, image, command, 'Never') };
  },
};

/** `kubectl create cronjob`. kube: the same folder, create_cronjob.go */
export const cronJobGenerator: Generator = {
  name: 'cronjob',
  aliases: ['cj'],
  about: 'creates a CronJob',
  use: "--image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  failure: 'failed to create cronjob:',
  flags: [
    { name: 'image', type: 'text', isRequired: true },
    { name: 'schedule', type: 'text', isRequired: true },
    { name: 'restart', type: 'text' },
  ],
  generate: (name, { flags, args }) => {
    const [image, schedule, restart] = [flags.text('image'), flags.text('schedule'), flags.text('restart')];
    return {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: {
        schedule,
        jobTemplate: { metadata: { name }, spec: jobSpec(name, image, args.slice(1), restart === '' ? 'OnFailure' : restart) },
      },
    };
  },
};

const JOB = { apiVersion: 'batch/v1', kind: 'Job' };

function jobSpec(name: string, image: string, command: readonly string[], restartPolicy: string): object {
  const container = { name, ...(image === '' ? {} : { image }), ...(command.length > 0 ? { command } : {}) };
  return { template: { spec: { containers: [container], restartPolicy } } };
}

/** What a CronJob would run now. kube: the same file, createJobFromCronJob */
function jobOfCronJob(name: string, call: Call, from: string): Manifest {
  const { lists, errors } = select(call, { args: [from] });
  throwAll(errors);
  const [chosen, ...more] = lists.flatMap(({ items }) => items);
  if (chosen === undefined || more.length > 0) throw new KubectlError('from must be an existing cronjob');
  const { kind, object } = chosen;
  if (kind.kind !== 'CronJob' || kind.group !== 'batch') throw new KubectlError(`unknown object type *${kind.version}.${kind.kind}`);
  const { jobTemplate } = fieldsOf(object)['spec'] as { readonly jobTemplate: Manifest };
  const { labels, annotations = {} } = jobTemplate.metadata ?? {};
  const { uid } = object.metadata;
  const spec = jobTemplate['spec'];
  return {
    ...JOB,
    metadata: {
      name,
      ...(labels === undefined ? {} : { labels }),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
      // It does not block the deletion of the CronJob: that would ask for more rights than who may create a Job has.
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: object.metadata.name, uid, controller: true }],
    },
    spec: isMapping(spec) ? spec : {},
  };
}
