import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recover } from '../../src/storage/recover.ts';
import { StorageError } from '../../src/storage/storage-error.ts';

/** What etcd 3.4 made of a log with one bit flipped, for every bit of it (made by its own packages, outside of the tests). */
interface Recorded {
  readonly wal: string;
  readonly outcomes: readonly Outcome[];
  /** Of bit 0 of byte 0, bit 1 of byte 0, ..: which of the outcomes. */
  readonly of: readonly number[];
}

interface Outcome {
  /** How the first reading ended, which looks for marks of snapshots. */
  readonly marks?: string;
  /** How the second one ended, of everything. */
  readonly read?: string;
  readonly panic?: string;
  readonly entries?: number;
  readonly term?: number;
  readonly vote?: number;
  readonly commit?: number;
}

const recorded = JSON.parse(
  readFileSync(new URL('recorded/flipped-bits.json', import.meta.url), 'utf8'),
) as Recorded;

/** Without metadata etcd's packages read a log all the same; raft then refuses to begin with the id 0 that comes of it. */
const NOBODYS = 'line cannot use none as id';

it('every bit of a log, flipped, does to us what it does to etcd: refused with its words, cut off, or not noticed', () => {
  const wal = Uint8Array.from(Buffer.from(recorded.wal, 'base64'));
  const differ: string[] = [];
  for (const [i, of] of recorded.of.entries()) {
    const bytes = wal.slice();
    bytes[i >> 3] = (bytes[i >> 3] ?? 0) ^ (1 << (i & 7));
    const theirs = wordsOf(recorded.outcomes[of] ?? {});
    const ours = outcomeOf(bytes);
    const isRefused = theirs === 'refused' && ours.startsWith('line');
    if (theirs !== ours && !isRefused && !(theirs.startsWith('starts') && ours === NOBODYS)) {
      differ.push(`byte ${i >> 3}, bit ${i & 7}: etcd ${theirs}, we ${ours}`);
    }
  }
  expect(differ).toEqual([]);
  expect(recorded.of.length).toBe(wal.length * 8);
});

function outcomeOf(bytes: Uint8Array): string {
  try {
    const { entries, hardState } = recover({
      files: [{ name: 'wal/0000000000000000-0000000000000000.wal', chunks: [bytes] }],
    });
    const { term, vote, commit } = hardState;
    return `starts with ${entries.length} entries, ${String(term)}/${String(vote)}/${commit}`;
  } catch (error) {
    if (error instanceof StorageError) return `line ${error.line ?? error.message}`;
    throw error;
  }
}

/** A log without its end may have a hard state that commits what is gone: raft refuses that after the log was read. */
function wordsOf({ marks, read, panic, entries, term, vote, commit }: Outcome): string {
  if (marks !== undefined) return `line etcdmain: ${marks}`;
  if (read !== undefined) return `line etcdserver: read wal error (${read}) and cannot be repaired`;
  if (panic !== undefined) return 'refused';
  if ((commit ?? 0) > (entries ?? 0)) return `line state.commit ${commit} is out of range [0, ${entries}]`;
  return `starts with ${entries} entries, ${term}/${vote}/${commit}`;
}
