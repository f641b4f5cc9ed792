/**
 * A second reader of whole files, as simple as can be: which bytes hold a file together, so that none of them may change unnoticed. It takes
 * the newer meta page and believes everything. Files whose root bucket is a single page are expected. Left out: keys, values, what is empty, free pages, sequences, and the lengths of a page's last
 * element, which nothing else tells.
 */
export function structureOf(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = new Uint8Array(bytes.length);
  const pageSize = view.getUint32(24, true);
  const metas = [0, pageSize];
  for (const at of metas) holds.fill(1, at, at + 80);
  const newest =
    metas.toSorted((a, b) => Number(view.getBigUint64(b + 64, true) - view.getBigUint64(a + 64, true)))[0] ??
    0;
  const freelist = view.getBigUint64(newest + 48, true);
  if (freelist !== 0xffff_ffff_ffff_ffffn) {
    const at = Number(freelist) * pageSize;
    holds.fill(1, at, at + 16 + 8 * view.getUint16(at + 10, true));
  }
  const root = Number(view.getBigUint64(newest + 32, true)) * pageSize;
  page(root, false);
  return holds;

  function page(at: number, isInline: boolean, isRoot = at === root): void {
    const isLeaf = view.getUint16(at + 8, true) === 2;
    const count = view.getUint16(at + 10, true);
    holds.fill(1, at, at + 16 + 16 * count);
    for (let i = 0; i < count; i++) {
      const element = at + 16 + 16 * i;
      const pos = view.getUint32(element + (isLeaf ? 4 : 0), true);
      const keyBytes = view.getUint32(element + (isLeaf ? 8 : 4), true);
      if (i === count - 1 && !isInline)
        holds.fill(0, element + (isLeaf ? 8 : 4), element + (isLeaf ? 16 : 8));
      if (!isLeaf) page(Number(view.getBigUint64(element + 8, true)) * pageSize, false);
      else if (view.getUint32(element, true) === 1) {
        const at = element + pos + keyBytes;
        bucket(at);
        // In a bucket an inline one without this flag looks like any value.
        if (view.getUint32(at, true) === 0 && !isRoot) holds[element] = 0;
      }
    }
  }

  function bucket(at: number): void {
    holds.fill(1, at, at + 8);
    const root = Number(view.getBigUint64(at, true));
    if (root === 0) page(at + 16, true);
    else page(root * pageSize, false);
  }
}
