import { drawInt, type Dice } from '../../../src/base/random.ts';

/** JSON that is often wrong in its place, or nearly right; between bars. */
const SCRAPS = (
  'null|true|""|"x"|[]|{}|[null]|[1,256]|1.5|1e3|-0|-1|9223372036854775808|"5"|" 5 "|"null"|7|NaN|nul|01|.5|1e|-|' +
  String.raw`"\u0031"|"NONE"|"N\u004fNE"|"YQ=="|"YQ"|"YQ==\n"|"Y-_="|"\ud83d\ude00"|"\ud800"|"\u12"|"\x"|` +
  '{"a":1,}|[1 2]|{"a" 1}|\'a\'|[{"requestTxn":{"success":[null]}}]|{"request_put":{"key":"YQ=="}}|\u0000|\uffff'
).split('|');
const NAMES = (
  'key|value|lease|range_end|rangeEnd|limit|revision|sort_order|sortTarget|prev_kv|compare|success|failure|result|' +
  'target|version|request_put|requestTxn|request|target_union|create_request|filters|watch_id|TTL|ID|peerURLs|name|' +
  'perm|__proto__|constructor|toString|options|leader|targetID|action|alarm'
).split('|');

/** A text with some places damaged; bytes may be no UTF-8. */
export function mutate(dice: Dice, text: string): Uint8Array {
  let mutant = text;
  for (let left = drawInt(dice, 0, 4); left > 0; left--) mutant = damage(dice, mutant);
  const bytes = new TextEncoder().encode(mutant);
  if (bytes.length > 0 && drawInt(dice, 0, 3) === 0) {
    bytes[drawInt(dice, 0, bytes.length - 1)] = drawInt(dice, 0, 255);
  }
  return bytes;
}

export function pick<T>(dice: Dice, choices: readonly T[]): T {
  const choice = choices[drawInt(dice, 0, choices.length - 1)];
  if (choice === undefined) throw new Error('there is something to choose from');
  return choice;
}

function damage(dice: Dice, text: string): string {
  const at = drawInt(dice, 0, text.length);
  const before = text.slice(0, at);
  const after = text.slice(at);
  switch (drawInt(dice, 0, 7)) {
    case 0:
      return before + pick(dice, SCRAPS) + after;
    case 1:
      return before + after.slice(drawInt(dice, 1, 5));
    case 2:
      return before;
    case 3:
      return replaceOne(
        dice,
        text,
        /("(?:[^"\\]|\\.)*"|-?\d+|true|false|null|\[[^[\]]*\])(?=[,}\]])/g,
        pick(dice, SCRAPS),
      );
    case 4:
      return replaceOne(dice, text, /"\w+"(?=:)/g, `"${pick(dice, NAMES)}"`);
    case 5:
      return replaceOne(dice, text, /\{(?=")/g, `{"${pick(dice, NAMES)}":${pick(dice, SCRAPS)},`);
    case 6:
      return replaceOne(
        dice,
        text,
        /[{}[\],:"]/g,
        pick(dice, ['{', '}', '[', ']', ',', ':', '"', ' ', '\n']),
      );
    default:
      return text + pick(dice, ['', ' ', text, '{}', 'x', ',', '"', '['.repeat(drawInt(dice, 1, 20))]);
  }
}

function replaceOne(dice: Dice, text: string, pattern: RegExp, replacement: string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: matched } = pick(dice, found);
  return text.slice(0, index) + replacement + text.slice(index + matched.length);
}
