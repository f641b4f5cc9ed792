import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { concatenate } from '../../base/large-bytes.ts';
import type { Process, Running, Tool } from '../kernel/process.ts';
import { gnuTool, ToolError } from './getopt.ts';
import { inputsOf, readAll, textOf } from './lines.ts';

/** `md5sum [-c] [FILE…]`, of scratch files. */
export const md5sum = sumTool(md5);
/** `sha256sum [-c] [FILE…]`. */
export const sha256sum = sumTool(sha256);

interface Hash {
  (bytes: Uint8Array): Uint8Array;
  readonly outputLen: number;
}

/** Bytes of text and of others are the same here, so `-b` and `-t` change nothing but the mark before the name. */
function sumTool(hash: Hash): Tool {
  return gnuTool(
    { short: 'btc', long: { binary: 'b', text: 't', check: 'c' } },
    function* (process, { words, options, has }) {
      if (has('c')) return yield* check(process, words, hash);
      const mode = options.findLast(([letter]) => letter !== 'c')?.[0];
      const { inputs, missing } = yield* inputsOf(process, words);
      for (const { name, input } of inputs) {
        const sum = bytesToHex(hash(concatenate(yield* readAll(input))));
        process.write(1, `${sum} ${mode === 'b' ? '*' : ' '}${name === '' ? '-' : name}\n`);
      }
      return missing > 0 ? 1 : 0;
    },
  );
}

/** The lines that the tool has written before, against the files as they are now. */
function* check(process: Process, lists: readonly string[], hash: Hash): Running<number> {
  const tool = process.argv[0] ?? '';
  const { inputs, missing } = yield* inputsOf(process, lists);
  let isGood = missing === 0;
  for (const { name, input } of inputs) {
    const lines = textOf(yield* readAll(input)).split('\n');
    if (lines.at(-1) === '') lines.pop();
    const [listed, strange] = readList(lines, hash.outputLen);
    const from = name === '' || name === '-' ? "'standard input'" : name;
    if (listed.length === 0) throw new ToolError(`${from}: no properly formatted checksum lines found`);
    const count = { unread: 0, wrong: 0 };
    for (const { sum, file } of listed) {
      const bytes = process.files.read(file);
      if (bytes === undefined) {
        process.write(2, `${tool}: ${file}: No such file or directory\n`);
        process.write(1, `${file}: FAILED open or read\n`);
        count.unread++;
      } else if (bytesToHex(hash(bytes)) === sum) process.write(1, `${file}: OK\n`);
      else {
        process.write(1, `${file}: FAILED\n`);
        count.wrong++;
      }
    }
    const warn = (n: number, one: string, more: string): void => {
      if (n > 0) process.write(2, `${tool}: WARNING: ${n} ${n === 1 ? one : more}\n`);
    };
    warn(strange, 'line is improperly formatted', 'lines are improperly formatted');
    warn(count.unread, 'listed file could not be read', 'listed files could not be read');
    warn(count.wrong, 'computed checksum did NOT match', 'computed checksums did NOT match');
    isGood &&= count.unread + count.wrong === 0;
  }
  return isGood ? 0 : 1;
}

interface Listed {
  readonly sum: string;
  readonly file: string;
}

/** What a list says, and how many of its lines say nothing. */
function readList(
  lines: readonly string[],
  bytes: number,
): readonly [listed: readonly Listed[], strange: number] {
  const listed: Listed[] = [];
  for (const line of lines) {
    const [, sum = '', file = ''] = /^([0-9a-fA-F]+) [ *](.+)$/.exec(line) ?? [];
    if (sum.length === 2 * bytes) listed.push({ sum: sum.toLowerCase(), file });
  }
  return [listed, lines.length - listed.length];
}
