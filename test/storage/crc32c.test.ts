import { describe, expect, it } from 'vitest';
import { crc32c } from '../../src/storage/crc32c.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('CRC-32C', () => {
  it('has the check value of its definition', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
  });

  it('has the test vectors of RFC 3720, B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
  });

  it('goes on from where another sum ended', () => {
    const text = ascii('the quick brown fox');
    for (let cut = 0; cut <= text.length; cut++) {
      expect(crc32c(text.subarray(cut), crc32c(text.subarray(0, cut)))).toBe(crc32c(text));
    }
  });

  it('leaves the sum as it is for no bytes', () => {
    expect(crc32c(new Uint8Array(0))).toBe(0);
    expect(crc32c(new Uint8Array(0), 0x12345678)).toBe(0x12345678);
  });

  it('is what the polynomial gives bit by bit, whatever the length', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 167 + length * 59) & 0xff);
      let sum = 0xffffffff;
      for (const byte of bytes) {
        sum ^= byte;
        for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0x82f63b78 : 0);
      }
      expect(crc32c(bytes), `length ${length}`).toBe(~sum >>> 0);
    }
  });
});
