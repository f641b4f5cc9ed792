/** A line of the shell as it was understood. Places are offsets into its text. */
export type Script = readonly Item[];

/** One chain of a list; `isBackground`: it ends in `&`. */
export interface Item {
  readonly chain: Chain;
  readonly isBackground: boolean;
  /** As it was typed. */
  readonly text: string;
}

/** Pipelines joined by `&&` and `||`. */
export interface Chain {
  readonly first: Pipeline;
  readonly rest: readonly { readonly on: '&&' | '||'; readonly pipeline: Pipeline }[];
}

export interface Pipeline {
  /** `!` before it. */
  readonly isNegated: boolean;
  /** `time` before it. */
  readonly isTimed: boolean;
  readonly commands: readonly ShellCommand[];
}

export type ShellCommand = (
  | { readonly type: 'simple'; readonly assignments: readonly Assignment[]; readonly words: readonly Word[] }
  | { readonly type: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: Script }
  | { readonly type: 'while'; readonly until: boolean; readonly test: Script; readonly body: Script }
  | { readonly type: 'if'; readonly branches: readonly IfBranch[]; readonly otherwise: Script }
  | { readonly type: 'group'; readonly body: Script }
  | { readonly type: 'subshell'; readonly body: Script }
) & { readonly redirects: readonly Redirect[] };

export interface IfBranch {
  readonly test: Script;
  readonly body: Script;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export type Redirect =
  | { readonly type: 'file'; readonly fd: 1 | 2 | 'both'; readonly appends: boolean; readonly to: Word }
  | { readonly type: 'same'; readonly fd: 1 | 2; readonly as: 1 | 2 }
  | { readonly type: 'input'; readonly from: Word }
  /** A here-document or here-string: text that is the input. */
  | { readonly type: 'text'; readonly word: Word };

/** Parts that stand together as one word. */
export type Word = readonly WordPart[];

export type WordPart =
  /** Quoted text is neither split nor taken for a pattern. */
  | { readonly type: 'text'; readonly text: string; readonly isQuoted: boolean }
  | {
      readonly type: 'variable';
      readonly name: string;
      readonly otherwise?: Word;
      readonly isQuoted: boolean;
    }
  | { readonly type: 'command'; readonly body: Script; readonly isQuoted: boolean }
  | { readonly type: 'sum'; readonly text: string; readonly isQuoted: boolean };

/** What cannot be understood. `isUnfinished`: more text could make it whole, so that a prompt asks for the rest. */
export class ShellError extends Error {
  override name = 'ShellError';
  constructor(
    message: string,
    readonly isUnfinished: boolean = false,
  ) {
    super(message);
  }
}
