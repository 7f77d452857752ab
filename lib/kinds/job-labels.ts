/** Labels by which a Job finds its pods. kube: staging/src/k8s.io/api/batch/v1/types.go */
export const CONTROLLER_UID_LABEL = 'batch.kubernetes.io/controller-uid';
const JOB_NAME_LABEL = 'batch.kubernetes.io/job-name';
const LEGACY_CONTROLLER_UID_LABEL = 'controller-uid';
const LEGACY_JOB_NAME_LABEL = 'job-name';

/** The labels of a Job's pods, in the order in which the server looks for them. */
export function generatedLabels({
  uid = '',
  name = '',
}: {
  readonly uid?: string;
  readonly name?: string;
}): Readonly<Record<string, string>> {
  return {
    [LEGACY_CONTROLLER_UID_LABEL]: uid,
    [LEGACY_JOB_NAME_LABEL]: name,
    [CONTROLLER_UID_LABEL]: uid,
    [JOB_NAME_LABEL]: name,
  };
}
