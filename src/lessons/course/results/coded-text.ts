import { encodeUtf8 } from '../../../base/utf8.ts';
import { toBase64Url } from '../../../saved/base64url.ts';
import { crc32c } from '../../../storage/crc32c.ts';

/** Six letters for 32 bits. */
const SUM_CHARS = 6;

/** A text with a sum of its characters behind it. */
export function withSum(text: string): string {
  return text + sumOf(text);
}

/**
 * The text before the sum; undefined: a character of it or of the sum is not as it was. Any one changed character is noticed, and any
 * change within two that are neighbours (CRC-32C sees every burst of up to 32 bits); others but for one in four thousand million.
 */
export function withoutSum(summed: string): string | undefined {
  const text = summed.slice(0, -SUM_CHARS);
  // The sum is compared as it is written: bits of its last letter that mean nothing count, too.
  return summed.length > SUM_CHARS && summed === withSum(text) ? text : undefined;
}

function sumOf(text: string): string {
  const sum = crc32c(encodeUtf8(text));
  return toBase64Url(Uint8Array.of(sum >>> 24, sum >>> 16, sum >>> 8, sum));
}
