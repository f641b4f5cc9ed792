import { compileText, isCompiled } from '../../expression/compile.ts';
import type { ExpressionError } from '../../expression/expression-error.ts';
import type { ValueType } from '../../expression/value-type.ts';

/** What was typed, as far as it has a meaning. */
export type Typed =
  | { readonly type: 'nothing' }
  | { readonly type: 'wrong'; readonly error: ExpressionError }
  | { readonly type: 'right'; readonly gives: ValueType; readonly isCondition: boolean };

export function readTyped(text: string): Typed {
  if (text.trim() === '') return { type: 'nothing' };
  const result = compileText(text);
  if (!isCompiled(result)) return { type: 'wrong', error: result };
  return { type: 'right', gives: result.type, isCondition: result.type.kind === 'boolean' };
}
