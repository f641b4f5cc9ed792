import { quote } from './go-quote.ts';

const RADIX: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 };

/**
 * Go's strconv.ParseInt and ParseUint. `base` absent: 0, the prefix says it (0x, 0o, 0, 0b), and underscores
 * may stand between digits. Throws an Error in Go's words.
 */
export function parseInteger(
  text: string,
  {
    func,
    base = 0,
    bits = 64,
  }: { readonly func: 'ParseInt' | 'ParseUint'; readonly base?: number; readonly bits?: 32 | 64 },
): bigint {
  const fail = (why: string) => new Error(`strconv.${func}: parsing ${quote(text)}: ${why}`);
  const isSigned = func === 'ParseInt';
  const sign = isSigned && /^[-+]/.test(text) ? text.charAt(0) : '';
  const { digits, radix } = splitPrefix(text.slice(sign.length), base);
  const magnitude = readDigits(digits, radix);
  if (magnitude === undefined) throw fail('invalid syntax');
  const value = sign === '-' ? -magnitude : magnitude;
  const half = 1n << BigInt(bits - 1);
  const [least, most] = isSigned ? [-half, half - 1n] : [0n, 2n * half - 1n];
  if (value < least || value > most) throw fail('value out of range');
  return value;
}

/** Go's strconv.ParseBool. */
export function parseBool(text: string): boolean {
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(text)) return false;
  throw new Error(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
}

function splitPrefix(text: string, base: number): { digits: string; radix: number } {
  if (base !== 0) return { digits: text, radix: base };
  const [prefix = '', letter = ''] = /^0([box])(?=_?[0-9a-f])/i.exec(text) ?? [];
  const underscored = prefix !== '' || /^0_?\d/.test(text);
  const radix = RADIX[letter.toLowerCase()] ?? (underscored ? 8 : 10);
  const rest = prefix === '' ? text : text.slice(prefix.length).replace(/^_/, '');
  return { digits: rest.replace(/(?<=[0-9a-f])_(?=[0-9a-f])/gi, ''), radix };
}

function readDigits(digits: string, radix: number): bigint | undefined {
  if (digits === '') return undefined;
  let value = 0n;
  for (const digit of digits.toLowerCase()) {
    const worth = '0123456789abcdefghijklmnopqrstuvwxyz'.indexOf(digit);
    if (worth < 0 || worth >= radix) return undefined;
    value = value * BigInt(radix) + BigInt(worth);
  }
  return value;
}
