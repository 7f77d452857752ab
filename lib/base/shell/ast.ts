/** One piece of a shell word; `quoted` pieces are neither split into fields nor matched against file names. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | ParameterPart
  | { readonly kind: 'command'; readonly body: Script; readonly quoted: boolean }
  /** `<( )`: the name of a file that holds what the commands print. */
  | { readonly kind: 'process'; readonly body: Script; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

/**
 * `$name`, `${name<operator>word}`, `${#name}` (operator `length`), `${!name}` (operator `indirect`); of `${name/word/second}` and
 * `${name:word:second}` there are two words, of `${name[index]}` there is an index.
 */
export interface ParameterPart {
  readonly kind: 'parameter';
  readonly name: string;
  readonly operator: string;
  readonly word: Word;
  readonly second?: Word;
  readonly index?: Word;
  readonly quoted: boolean;
}

/** A word as written, before expansion. */
export type Word = readonly WordPart[];

/** `name=value` in front of a command; `name+=value`, `name[index]=value`, `name=(elements)`. */
export interface Assignment {
  readonly name: string;
  readonly value: Word;
  readonly appends?: boolean;
  readonly index?: Word;
  readonly elements?: readonly Word[];
}

/** One redirection: `fd` is what is redirected, `target` a file name, a descriptor number or the text of a here-document. */
export interface Redirect {
  readonly operator: '<' | '>' | '>|' | '>>' | '>&' | '<&' | '<<';
  readonly fd: number;
  readonly target: Word;
}

/** A shell command; plain data that is shared by all machines running it. */
export type Node =
  | SimpleNode
  | { readonly kind: 'pipeline'; readonly stages: readonly Node[]; readonly negated: boolean }
  | { readonly kind: 'and-or'; readonly left: Node; readonly operator: '&&' | '||'; readonly right: Node }
  | SequenceNode
  | IfNode
  | LoopNode
  | ForNode
  | CaseNode
  | { readonly kind: 'subshell'; readonly body: Node }
  | { readonly kind: 'function'; readonly name: string; readonly body: Node }
  | ConditionNode
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly line: number }
  | RedirectedNode;

/** Assignments, words and redirections of one simple command; `line` counts from 1. */
export interface SimpleNode {
  readonly kind: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly line: number;
}

/** Commands one after the other; a `background` one is not waited for. */
export interface SequenceNode {
  readonly kind: 'sequence';
  readonly items: readonly { readonly node: Node; readonly background: boolean }[];
}

/** `if`/`elif` branches in order, then `else`. */
export interface IfNode {
  readonly kind: 'if';
  readonly branches: readonly { readonly condition: Node; readonly body: Node }[];
  readonly otherwise?: Node;
}

/** `while` or, when `until` is true, `until`. */
export interface LoopNode {
  readonly kind: 'loop';
  readonly until: boolean;
  readonly condition: Node;
  /** What is asked after the first time: that of `for ((;;))` takes its step before. */
  readonly again?: Node;
  readonly body: Node;
}

/** `for name in words`; without `words` the positional parameters. */
export interface ForNode {
  readonly kind: 'for';
  readonly name: string;
  readonly words?: readonly Word[];
  readonly body: Node;
}

/** `case word in pattern) body ;; esac`. */
export interface CaseNode {
  readonly kind: 'case';
  readonly word: Word;
  /** After an arm: nothing more, the next one as well (`;&`), or whatever else matches (`;;&`). */
  readonly arms: readonly { readonly patterns: readonly Word[]; readonly body: Node; readonly then?: 'run' | 'test' }[];
}

/** A compound command with redirections. */
export interface RedirectedNode {
  readonly kind: 'redirected';
  readonly body: Node;
  readonly redirects: readonly Redirect[];
  readonly line: number;
}

/** What a text parses to: the commands before the first syntax error and, if there is one, the error with its line. */
export interface Script {
  readonly body: SequenceNode;
  readonly failure?: SyntaxFailure;
}

/** A syntax error: `expecting` and `found` as a shell names them; `found` undefined means the end of the text. */
export interface SyntaxFailure {
  readonly line: number;
  readonly found?: string;
  readonly expecting?: string;
  readonly text?: string;
  /** The quote that is never closed. */
  readonly quote?: string;
  /** What is not closed at the end of the text, behind its last line. */
  readonly isAtEnd?: boolean;
  /** The line as it is written. */
  readonly source?: string;
}

/** `[[ expression ]]`. */
export interface ConditionNode {
  readonly kind: 'condition';
  readonly test: Condition;
  readonly line: number;
}

/** What stands between `[[` and `]]`. */
export type Condition =
  | { readonly is: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'unary'; readonly operator: string; readonly word: Word }
  | { readonly is: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word };

/** The empty command list. */
export const emptySequence: SequenceNode = { kind: 'sequence', items: [] };
