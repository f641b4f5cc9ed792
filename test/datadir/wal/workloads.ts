import { readdirSync, readFileSync } from 'node:fs';
import { memorySource, type ByteSource } from '../../../src/base/byte-source.ts';

const folder = new URL('files/workload/', import.meta.url).pathname;

/** Members that etcd 3.4.23, 3.6.16 and 3.7.3 have run with a call of every kind, killed in the end; logs cut of the zeros at their ends. */
export type Workload = '3.4' | '3.6' | '3.7';

export function workloadFiles(of: Workload, suffix: '.wal' | '.snap'): ByteSource[] {
  const names = readdirSync(`${folder}${of}`)
    .filter((name) => name.endsWith(suffix))
    .sort();
  return names.map((name) => memorySource(name, new Uint8Array(readFileSync(`${folder}${of}/${name}`))));
}

/** What etcd-dump-logs of 3.4 printed of it: the last column by index. It passes over the first entry. */
export function dumpedTexts(of: '3.4' | '3.6'): Map<number, string> {
  const lines = readFileSync(`${folder}${of}/dump.txt`, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, index, , ...text] = line.split('\t');
      return index === undefined ? [] : [[Number(index), text.join('\t')] as const];
    }),
  );
}
