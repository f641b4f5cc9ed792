import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';

/**
 * Packs a recorded folder into one small file for the tests of CI: the members' files, their logs without the zeros behind their end, and
 * what etcd and its tools said: `npx tsx test/real-etcd/keep.ts RECORDED-FOLDER OUT.zip`
 */
const [folder, out] = process.argv.slice(2);
if (folder === undefined || out === undefined) throw new Error('keep.ts RECORDED-FOLDER OUT.zip');
const files: Zippable = {};
take(folder, '');
// One date in all: the same files make the same bytes.
const bytes = zipSync(files, { level: 9, mtime: '2026-01-01' });
writeFileSync(out, bytes);
console.log(`${out}: ${bytes.length} bytes`);

function take(path: string, name: string): void {
  if (statSync(path).isDirectory()) {
    for (const child of readdirSync(path).sort())
      take(join(path, child), name === '' ? child : `${name}/${child}`);
    return;
  }
  if (/\.(?:log|tmp)$/.test(name)) return;
  const content = readFileSync(path);
  files[name] = name.endsWith('.wal') ? withoutZeros(content) : content;
}

/** A length of eight zero bytes ends a log; records end at multiples of eight. */
function withoutZeros(content: Uint8Array): Uint8Array {
  let end = content.length;
  while (end > 0 && content[end - 1] === 0) end--;
  return content.slice(0, Math.ceil(end / 8) * 8);
}
