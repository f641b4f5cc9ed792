import { expect } from 'vitest';
import { drawInt, drawUnit, makeDice, type Dice } from '../../src/base/random.ts';
import { compile, isCompiled } from '../../src/expression/compile.ts';
import { isExpressionError, type ExpressionError } from '../../src/expression/expression-error.ts';
import { parse } from '../../src/expression/parse.ts';
import { drawExpression } from './draw-expression.ts';

const pieces = (
  'node ( ) [ ] , . && || ! == != <= >= < > = & | + - * / % in contains startsWith endsWith and true none leader ' +
  'role commit message type reject MsgAppResp any all count was changed nodes n voters entries key "a" "\\u{61}" \'b ' +
  '"\\x" 3 0 18446744073709551615 0xff 1.5 9e9 ... constructor __proto__ toString config event rule ( ( ( ! ! -'
).split(' ');

/** Characters that are typed, and some that never are. */
const characters = 'abn(){}[]"\'\\.,=&|!<>+-*/%0123 \t\n\u00a0\u3000é中💥\ud800\u0000\u200b_$#@`;:?';

/** A text: nonsense, pieces of the language in any order, or an expression with a few characters changed. */
function drawText(dice: Dice): string {
  const kind = drawUnit(dice);
  if (kind < 0.2) return Array.from({ length: drawInt(dice, 0, 60) }, () => drawCharacter(dice)).join('');
  if (kind < 0.5) {
    return Array.from(
      { length: drawInt(dice, 0, 40) },
      () => pieces[drawInt(dice, 0, pieces.length - 1)] ?? '',
    ).join(drawUnit(dice) < 0.5 ? ' ' : '');
  }
  let text = drawExpression(dice, drawInt(dice, 0, 3));
  for (let changes = drawInt(dice, 0, 3); changes > 0; changes--) {
    const at = drawInt(dice, 0, text.length);
    const gone = drawInt(dice, 0, 2);
    text = text.slice(0, at) + (drawUnit(dice) < 0.6 ? drawCharacter(dice) : '') + text.slice(at + gone);
  }
  return text;
}

function drawCharacter(dice: Dice): string {
  return characters.charAt(drawInt(dice, 0, characters.length - 1));
}

/** An error points into the text, and says something in words. */
export function mustPointInto(error: ExpressionError, text: string): void {
  const { at, length, message } = error;
  const isWithin = Number.isInteger(at) && at >= 0 && length >= 0 && at + length <= text.length;
  expect(isWithin && message.length > 0, `${JSON.stringify(text)}: ${JSON.stringify(error)}`).toBe(true);
}

/** So many characters are read: each text has a meaning or one mistake, and none throws. Returns how many texts had a meaning. */
export function fuzz(seed: number, total: number): { readonly meant: number; readonly texts: number } {
  const dice = makeDice(seed, 'fuzz');
  let meant = 0;
  let texts = 0;
  for (let read = 0; read < total; texts++) {
    const text = drawText(dice);
    read += text.length;
    const tree = parse(text);
    const result = isExpressionError(tree) ? tree : compile(tree);
    if (isCompiled(result)) meant++;
    else mustPointInto(result, text);
  }
  return { meant, texts };
}
