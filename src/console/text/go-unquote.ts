import { bytesOfWord, wordOfBytes } from './go-string.ts';
import { pushPoint } from '../../base/utf8.ts';

const SHORT: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '\\': 0x5c,
  '"': 0x22,
};

/** What stands between double quotes, quotes included, as Go's strconv.Unquote reads it; undefined: it is wrong (`invalid syntax`). */
export function unquote(quoted: string): string | undefined {
  const inner = /^"((?:[^"\\\n]|\\.)*)"$/su.exec(quoted)?.[1];
  if (inner === undefined) return undefined;
  const bytes: number[] = [];
  for (let rest = inner; rest !== '';) {
    if (!rest.startsWith('\\')) {
      const end = rest.indexOf('\\');
      const plain = end < 0 ? rest : rest.slice(0, end);
      bytes.push(...bytesOfWord(plain));
      rest = rest.slice(plain.length);
      continue;
    }
    const escape = readEscape(rest, bytes);
    if (escape === undefined) return undefined;
    rest = rest.slice(escape);
  }
  return wordOfBytes(Uint8Array.from(bytes));
}

/** Gives the length of the escape that the text begins with. */
function readEscape(text: string, bytes: number[]): number | undefined {
  const short = SHORT[text.charAt(1)];
  if (short !== undefined) {
    bytes.push(short);
    return 2;
  }
  const [octal] = /^\\[0-7]{3}/.exec(text) ?? [];
  if (octal !== undefined) return pushByte(parseInt(octal.slice(1), 8), octal.length, bytes);
  const [hex] = /^\\x[0-9a-fA-F]{2}/.exec(text) ?? [];
  if (hex !== undefined) return pushByte(parseInt(hex.slice(2), 16), hex.length, bytes);
  const [unicode] = /^\\u[0-9a-fA-F]{4}|^\\U[0-9a-fA-F]{8}/.exec(text) ?? [];
  if (unicode === undefined) return undefined;
  const point = parseInt(unicode.slice(2), 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
  pushPoint(bytes, point);
  return unicode.length;
}

function pushByte(byte: number, length: number, bytes: number[]): number | undefined {
  if (byte > 0xff) return undefined;
  bytes.push(byte);
  return length;
}
