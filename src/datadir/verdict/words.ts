import type { Advice, Finding } from './report.ts';

type Data = Finding['data'];

/** A finding; its words are made where it is made, from the same data. */
export function finding(
  weight: Finding['weight'],
  code: string,
  words: string,
  data: Data = {},
  place: { readonly file?: string; readonly at?: number } = {},
): Finding {
  return { code, weight, words, data, ...place };
}

export function advice(
  code: string,
  words: string,
  commands: readonly string[] = [],
  data: Data = {},
): Advice {
  return { code, words, data, commands };
}

/** As etcd prints ids: hexadecimal digits, 16 here, so that they stand under one another. */
export function hexId(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16).padStart(16, '0');
}

/** 1 entry, 3 entries. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A path for a shell: as it is where nothing in it means anything to one, quoted otherwise. */
export function shellPath(path: string): string {
  return /^[\w@%+=:,./-]+$/u.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
