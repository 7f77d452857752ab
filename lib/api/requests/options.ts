/** How a write is done. */
export interface WriteOptions {
  /** Everything but the storing. */
  readonly dryRun?: boolean | undefined;
  /** Is told what the server says of an object that it accepts. */
  readonly warn?: ((warning: string) => void) | undefined;
  /** Whose fields the written ones become; the user's program unless given. */
  readonly fieldManager?: string | undefined;
  /** What is done about fields that the kind does not have: the write is refused, they are left out with a warning, or without one. `Strict` unless given. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore' | undefined;
}
