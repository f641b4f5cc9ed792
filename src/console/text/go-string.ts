import { encodeUtf8 } from '../../base/utf8.ts';
import { lengthOfPoint, pointAt } from '../../etcd/rpc/code-point.ts';

/**
 * Go's strings, and the words of a command line, are bytes. As text here a byte that is no part of a character is the lone
 * surrogate U+DC00 + byte, which no text has: so words stay text, and lose nothing.
 */
const LONE = 0xdc00;

export function bytesOfWord(word: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(word)) return encodeUtf8(word);
  const bytes: number[] = [];
  for (const character of word) {
    const point = character.codePointAt(0) ?? 0;
    if (point >= LONE + 0x80 && point <= LONE + 0xff) bytes.push(point - LONE);
    else bytes.push(...encodeUtf8(character));
  }
  return Uint8Array.from(bytes);
}

export function wordOfBytes(bytes: Uint8Array): string {
  let word = '';
  for (let at = 0; at < bytes.length;) {
    const point = pointAt(bytes, at);
    word += String.fromCodePoint(point ?? LONE + (bytes[at] ?? 0));
    at += point === undefined ? 1 : lengthOfPoint(point);
  }
  return word;
}
