import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { memorySource, type ByteSource } from '../../../src/base/byte-source.ts';
import type { EtcdLine } from '../../../src/datadir/wal/etcd-line.ts';
import { etcdWalStart, type StartSnapshot, type WalStart } from '../../../src/datadir/wal/etcd-start.ts';
import { readWal } from '../../../src/datadir/wal/read-wal.ts';

/** One bit flipped, cut to a length, a sector of 512 bytes zeroed: which bit, length or sector is the number of the case. */
export type Damage = 'flips' | 'cuts' | 'zeros';
export const damages: readonly Damage[] = ['flips', 'cuts', 'zeros'];

export interface LogFolder {
  readonly name: string;
  readonly path: string;
  /** Of which the files are taken to be there and whole. */
  readonly snapshots: readonly StartSnapshot[];
}

const files = new URL('files/', import.meta.url).pathname;

/** Logs as etcd has written them, cut of the zeros at their ends. */
export const logFolders: readonly LogFolder[] = [
  // By etcd 3.6's package: five segments, marks of snapshots, entries that later terms have replaced. A start reads from the third on.
  { name: 'several', path: `${files}several`, snapshots: [{ term: 3, index: 19 }] },
  // By a member of etcd 3.4.23 that started, took two puts and a delete, and was killed.
  { name: 'started', path: `${files}started`, snapshots: [] },
];

/** What etcd's packages said of every damage (test/real-etcd/wal-verdicts.ts). */
export interface KeptVerdicts {
  readonly words: string[];
  /** By line, damage and file: how many cases one after the other, and which of the words they had. */
  readonly runs: Record<string, number[]>;
}

/** Of each case of a line, a damage and a file: etcd's words. */
export function keptVerdicts({ name }: LogFolder): Map<string, string[]> {
  const kept = JSON.parse(
    brotliDecompressSync(readFileSync(`${files}${name}.json.br`)).toString(),
  ) as KeptVerdicts;
  return new Map(
    Object.entries(kept.runs).map(([of, runs]) => {
      const cases: string[] = [];
      for (let i = 0; i < runs.length; i += 2) {
        for (let count = runs[i] ?? 0; count > 0; count--) cases.push(kept.words[runs[i + 1] ?? -1] ?? '');
      }
      return [of, cases];
    }),
  );
}

export interface LogFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function readFolder({ path }: LogFolder): LogFile[] {
  const names = readdirSync(path).sort();
  return names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(`${path}/${name}`)) }));
}

export function damaged(bytes: Uint8Array, damage: Damage, number: number): Uint8Array {
  if (damage === 'cuts') return bytes.slice(0, number);
  const copy = bytes.slice();
  if (damage === 'zeros') copy.fill(0, number * 512, (number + 1) * 512);
  else copy[number >> 3] = (copy[number >> 3] ?? 0) ^ (1 << (number & 7));
  return copy;
}

/** Our answer in the words of the program that asks etcd (test/real-etcd/go/wal). */
export function ourVerdict(
  logFiles: readonly LogFile[],
  name: string,
  damage: Damage,
  number: number,
  snapshots: readonly StartSnapshot[],
  line: EtcdLine,
): string {
  const damagedFiles = logFiles.map((file) =>
    file.name === name ? { name, bytes: damaged(file.bytes, damage, number) } : file,
  );
  return verdictWords(damagedFiles, snapshots, line);
}

/** Of a log as it is. */
export function verdictWords(
  logFiles: readonly LogFile[],
  snapshots: readonly StartSnapshot[],
  line: EtcdLine,
): string {
  const sources = logFiles.map(({ name, bytes }): ByteSource => memorySource(name, bytes));
  const start = etcdWalStart(sources, readWal(sources, {}, undefined, { line }), snapshots, line);
  return comparable(wordsOf(start), line);
}

/** etcd 3.7 prints where the type lies in its memory, and not the type. */
export function comparable(words: string, line: EtcdLine): string {
  return line === '3.7' ? words.replace(/(unexpected block type) \d+/, '$1') : words;
}

function wordsOf(start: WalStart): string {
  const { outcome, step, error, panics, from, entries, lastIndex, hardState } = start;
  // That program asks the packages of the log alone, and not raft, which comes after them.
  if (outcome === 'refuses' && step !== 'raft')
    return `${panics === true ? 'panics' : 'refuses'} ${step}: ${error}`;
  const { term = 0, vote = 0n, commit = 0 } = hardState ?? {};
  const how = start.repaired ? 'repairs' : 'starts';
  return `${how} from ${from.term}/${from.index} with ${entries} entries to ${lastIndex}, ${term}/${vote.toString(16)}/${commit}`;
}

/** Where ours and theirs differ, of the cases that are chosen. */
export function differences(
  folder: LogFolder,
  chosen: (line: EtcdLine, damage: Damage, number: number) => boolean,
): { differing: string[]; asked: number } {
  const logFiles = readFolder(folder);
  const differing: string[] = [];
  let asked = 0;
  for (const [of, cases] of keptVerdicts(folder)) {
    const [line, damage, name] = of.split(' ') as [EtcdLine, Damage, string];
    for (const [number, theirs] of cases.entries()) {
      if (!chosen(line, damage, number)) continue;
      asked++;
      const ours = ourVerdict(logFiles, name, damage, number, folder.snapshots, line);
      if (ours !== theirs) differing.push(`${of} ${number}: etcd ${theirs}, we ${ours}`);
    }
  }
  return { differing, asked };
}
