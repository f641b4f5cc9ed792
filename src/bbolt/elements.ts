import type { ByteSource } from '../base/byte-source.ts';
import { BUCKET_FLAG, ELEMENT_BYTES, HEADER_BYTES } from './format.ts';
import type { Problems } from './problems.ts';

/** bbolt takes no longer key. */
export const KEY_BYTES_MAX = 32768;

/** A branch or leaf as the check goes through it. */
export interface Elements {
  readonly page: number;
  readonly isLeaf: boolean;
  readonly count: number;
  /** Where it begins in the file. */
  readonly at: number;
  /** Its bytes, with overflow. */
  readonly extent: number;
  /** As far as it has been read: its table of elements at least, if the file goes so far. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly source: ByteSource;
}

/**
 * Elements lie as bbolt lays them: after their table keys and values one after the other, no key empty. The end of the last one, or
 * undefined if keys cannot be read because elements reach beyond the page.
 */
export function checkElements(
  { page, isLeaf, count, extent, bytes, view }: Elements,
  problems: Problems,
): number | undefined {
  const table = HEADER_BYTES + ELEMENT_BYTES * count;
  if (table > extent || table > bytes.length) {
    problems.add(
      'element',
      page,
      'astray',
      () => `page ${page} says ${count} elements; their table does not fit in its ${extent} bytes`,
    );
    return undefined;
  }
  const field = isLeaf ? 4 : 0;
  let expected = table;
  let isOdd = false;
  for (let i = 0; i < count; i++) {
    const element = HEADER_BYTES + ELEMENT_BYTES * i;
    const start = element + view.getUint32(element + field, true);
    const keyBytes = view.getUint32(element + field + 4, true);
    const end = start + keyBytes + (isLeaf ? view.getUint32(element + 12, true) : 0);
    if (end > extent || keyBytes > KEY_BYTES_MAX) {
      problems.add('element', page, 'astray', () =>
        keyBytes > KEY_BYTES_MAX
          ? `element ${i} of page ${page} has a key of ${keyBytes} bytes; up to ${KEY_BYTES_MAX} may be`
          : `element ${i} of page ${page} ends at byte ${end} of its ${extent}`,
      );
      return undefined;
    }
    if (start !== expected && !isOdd) {
      isOdd = true;
      const wanted = expected;
      problems.add(
        'element',
        page,
        'nothing',
        () => `element ${i} of page ${page} has its key at byte ${start}; the one before ends at ${wanted}`,
      );
    }
    if (keyBytes === 0)
      problems.add('element', page, 'nothing', () => `element ${i} of page ${page} has an empty key`);
    if (isLeaf) {
      const flags = view.getUint32(element, true);
      if (flags > BUCKET_FLAG) {
        problems.add(
          'element',
          page,
          'nothing',
          () => `element ${i} of page ${page} has the flags ${flags.toString(16)}; 0 or 1 are expected`,
        );
      }
    }
    expected = end;
  }
  return expected;
}
