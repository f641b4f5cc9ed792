import type { Tell } from '../../base/byte-source.ts';

/** Progress is told about every so many bytes. */
const TOLD_BYTES = 1 << 20;

interface Sized {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** The same entries; how many bytes of them have gone by is told, of the bytes of the file that they are in. */
export function* tellingEntries<Entry extends Sized>(
  { size }: { readonly size: number },
  entries: Iterable<Entry>,
  tell: Tell,
): Generator<Entry, void> {
  let done = 0;
  let told = 0;
  for (const entry of entries) {
    done += entry.key.length + entry.value.length;
    if (done - told >= TOLD_BYTES) {
      told = done;
      tell(Math.min(done, size), size);
    }
    yield entry;
  }
  tell(size, size);
}
