import type { Container } from '../api/generated/types.ts';
import { findNode } from '../base/shell/files.ts';
import { filesOfProgram, logsOf, type Program, type ProgramExit } from './images/program.ts';

/** kube: pkg/kubelet/container/runtime.go MaxContainerTerminationMessageLength, MaxContainerTerminationMessageLogLength, MaxContainerTerminationMessageLogLines */
const MOST_BYTES = 4096;
const MOST_LOG_BYTES = 2048;
const MOST_LOG_LINES = 80;

/**
 * What a container that has ended leaves as its last words: a file, or the end of its log if that is asked for and it failed; undefined when
 * there are none. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go getTerminationMessage
 */
export function terminationMessage(
  container: Container,
  program: Program,
  { atMillis, code }: Pick<ProgramExit, 'atMillis' | 'code'>,
): string | undefined {
  const { terminationMessagePath = '/dev/termination-log', terminationMessagePolicy } = container;
  const file = findNode(filesOfProgram(program), terminationMessagePath);
  if (file?.kind === 'file' && file.content !== '') return tail(file.content, MOST_BYTES);
  if (terminationMessagePolicy !== 'FallbackToLogsOnError' || code === 0) return undefined;
  const lines = logsOf(program, atMillis).slice(-MOST_LOG_LINES);
  return lines.length === 0 ? undefined : tail(lines.map(({ text }) => `${text}\n`).join(''), MOST_LOG_BYTES);
}

function tail(text: string, bytes: number): string {
  const all = Buffer.from(text);
  return all.length <= bytes ? text : all.subarray(-bytes).toString();
}
