/** Something with a value, and where it stands in the template. */
export type Operand =
  | { readonly is: 'dot' | 'nil'; readonly at: number }
  | { readonly is: 'field'; readonly at: number; readonly names: readonly string[] }
  | { readonly is: 'variable'; readonly at: number; readonly variable: string; readonly names: readonly string[] }
  | { readonly is: 'chain'; readonly at: number; readonly of: Operand; readonly names: readonly string[] }
  | { readonly is: 'function'; readonly at: number; readonly name: string }
  | { readonly is: 'constant'; readonly at: number; readonly value: unknown; readonly text: string; readonly isBool: boolean }
  | { readonly is: 'pipeline'; readonly at: number; readonly pipeline: Pipeline };

/** An operand with arguments. */
export interface Command {
  readonly at: number;
  readonly operands: readonly Operand[];
}

/** Commands, each given the value of the one before, and the variables that get the last value. */
export interface Pipeline {
  readonly at: number;
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** What is done under a condition, or for each item of a list. */
export interface Branch {
  readonly is: 'if' | 'with' | 'range';
  readonly at: number;
  readonly pipeline: Pipeline;
  readonly list: readonly Node[];
  readonly otherwise: readonly Node[] | undefined;
}

/** What a template consists of. */
export type Node =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'action'; readonly pipeline: Pipeline }
  | Branch
  | { readonly is: 'template'; readonly at: number; readonly name: string; readonly pipeline: Pipeline | undefined; readonly text: string }
  | { readonly is: 'break' | 'continue' };

/** A template and all that are defined within it, by their names. */
export interface GoTemplate {
  readonly text: string;
  readonly root: readonly Node[];
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}

/** An operand as Go writes it into its errors. */
export function operandText(operand: Operand): string {
  switch (operand.is) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'field':
      return `.${operand.names.join('.')}`;
    case 'variable':
      return [operand.variable, ...operand.names].join('.');
    case 'chain':
      return [operandText(operand.of), ...operand.names].join('.');
    case 'function':
      return operand.name;
    case 'constant':
      return operand.text;
    case 'pipeline':
      return `(${pipelineText(operand.pipeline)})`;
  }
}

/** A command as Go writes it. */
export function commandText({ operands }: Command): string {
  return operands.map(operandText).join(' ');
}

/** A pipeline as Go writes it. */
export function pipelineText({ variables, assigns, commands }: Pipeline): string {
  const declared = variables.length === 0 ? '' : `${variables.join(', ')} ${assigns ? '=' : ':='} `;
  return declared + commands.map(commandText).join(' | ');
}
