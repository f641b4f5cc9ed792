/** Kinds of mistakes in an expression; what each is about is in `details` (shapes: error-text.ts). */
export type ErrorCode =
  | 'tooLong'
  | 'tooDeep'
  | 'badCharacter'
  | 'badNumber'
  | 'badEscape'
  | 'unclosedText'
  | 'halfSign'
  | 'expected'
  | 'chained'
  | 'unknownName'
  | 'unknownField'
  | 'unknownFunction'
  | 'unknownWord'
  | 'wordAlone'
  | 'isFunction'
  | 'isNoFunction'
  | 'argumentCount'
  | 'argumentType'
  | 'operandType'
  | 'mismatch'
  | 'noFields'
  | 'noList'
  | 'variableTaken'
  | 'needsVariable'
  | 'wholeThing'
  | 'zeroNode'
  | 'notCondition'
  | 'isStrange';

/**
 * Where an expression is wrong and how: one at a time, the first. `at` and `length` are of UTF-16 units of the text, and
 * `at` may be its end.
 */
export interface ExpressionError {
  readonly type: 'error';
  readonly code: ErrorCode;
  /** In English; other languages make their own of code and details. */
  readonly message: string;
  readonly at: number;
  readonly length: number;
  /** What could stand there instead, as it is typed; empty where that is a matter of meaning. */
  readonly expected: readonly string[];
  /** Names as typed, kinds of values by name (type.ts), and the nearest name that there is (`near`, may be empty). */
  readonly details: Readonly<Record<string, string>>;
}

/** Carries an error out of the depth of a parser or checker; never leaves this room. */
export class ExpressionFault extends Error {
  readonly error: ExpressionError;

  constructor(error: ExpressionError) {
    super(error.message);
    this.error = error;
  }
}

export function isExpressionError(value: { readonly type: unknown }): value is ExpressionError {
  return value.type === 'error';
}
