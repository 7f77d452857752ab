/** An expression of awk. */
export type Expression =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'regex'; readonly source: string }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'field'; readonly of: Expression }
  | { readonly is: 'element'; readonly name: string; readonly keys: readonly Expression[] }
  | { readonly is: 'group'; readonly of: readonly Expression[] }
  | { readonly is: 'unary'; readonly operator: string; readonly of: Expression }
  | { readonly is: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'assign'; readonly operator: string; readonly target: Expression; readonly value: Expression }
  | { readonly is: 'step'; readonly target: Expression; readonly by: 1 | -1; readonly isPrefix: boolean }
  | { readonly is: 'choice'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly is: 'in'; readonly keys: readonly Expression[]; readonly name: string }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly isOwn: boolean }
  | { readonly is: 'getline'; readonly target: Expression | undefined; readonly file: Expression | undefined };

/** A statement of awk. */
export type Statement =
  | { readonly is: 'expression'; readonly of: Expression }
  | { readonly is: 'print' | 'printf'; readonly args: readonly Expression[]; readonly output?: { readonly appends: boolean; readonly to: Expression } } // prettier-ignore
  | { readonly is: 'block'; readonly of: readonly Statement[] }
  | { readonly is: 'if'; readonly condition: Expression; readonly yes: Statement; readonly no?: Statement }
  | { readonly is: 'while'; readonly condition: Expression; readonly body: Statement; readonly isLate: boolean }
  | { readonly is: 'for'; readonly first?: Statement; readonly condition?: Expression; readonly next?: Statement; readonly body: Statement }
  | { readonly is: 'for-in'; readonly variable: string; readonly name: string; readonly body: Statement }
  | { readonly is: 'next' | 'nextfile' | 'break' | 'continue' }
  | { readonly is: 'exit' | 'return'; readonly of?: Expression }
  | { readonly is: 'delete'; readonly name: string; readonly keys?: readonly Expression[] };

/** A rule: without an action its lines are printed. */
export interface Rule {
  readonly begin?: Expression;
  readonly end?: Expression;
  readonly action?: Statement;
}

/** A function of the program's own. */
export interface OwnFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

/** A whole program. */
export interface AwkProgram {
  readonly first: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly last: readonly Statement[];
  readonly functions: ReadonlyMap<string, OwnFunction>;
}

/** A program that cannot be read, or one that cannot go on; the words are awk's or say what is not covered. */
export class AwkError extends Error {
  override readonly name = 'AwkError';
}
