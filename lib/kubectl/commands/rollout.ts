import type { Command } from '../command.ts';
import { rolloutHistory } from './rollout-history.ts';
import { rolloutPause, rolloutRestart, rolloutResume } from './rollout-change.ts';
import { rolloutStatus } from './rollout-status.ts';
import { rolloutUndo } from './rollout-undo.ts';

/** `kubectl rollout`. kube: staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout.go */
export const rollout: Command = {
  name: 'rollout',
  about: 'looks at rollouts and steers them',
  commands: [rolloutHistory, rolloutPause, rolloutResume, rolloutUndo, rolloutStatus, rolloutRestart],
};
