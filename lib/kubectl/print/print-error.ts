/** What kubectl says where something cannot be printed as it was asked for, without the `error: ` before it. */
export class PrintError extends Error {
  override readonly name = 'PrintError';
  /** What was printed before. */
  readonly printed: string;

  constructor(message: string, printed = '') {
    super(message);
    this.printed = printed;
  }
}
