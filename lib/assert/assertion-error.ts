/** An expectation was not met: the message is all there is to say, no stack is needed. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}
