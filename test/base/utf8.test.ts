import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { decodeUtf8, Utf8Pieces } from '../../src/base/utf8.ts';

test.prop({
  bytes: fc.uint8Array({ maxLength: 40 }),
  cuts: fc.array(fc.nat(40), { maxLength: 5 }),
  text: fc.string(),
})('text in pieces is the text of the whole, wherever it is cut', ({ bytes, cuts, text }) => {
  // Bytes at random, and text that is whole.
  for (const whole of [bytes, new TextEncoder().encode(`${text}é中😀`)]) {
    const pieces = new Utf8Pieces();
    const ends = [...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort((a, b) => a - b);
    let at = 0;
    let told = '';
    for (const end of ends) {
      told += pieces.decode(whole.subarray(at, end));
      at = end;
    }
    expect(decodeUtf8(whole).startsWith(told)).toBe(true);
    if (whole !== bytes) expect(told).toBe(decodeUtf8(whole));
  }
});
