import type { TxnOperation } from '../../../src/etcd/request.ts';

interface Written {
  readonly puts: readonly string[];
  readonly deletes: readonly { from: string; to: string }[];
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Keys written twice, by lists of strings; null: there is one. */
export function naiveWrites(operations: readonly TxnOperation[]): Written | null {
  const deletes = operations.flatMap((operation) => {
    if (operation.type !== 'deleteRange') return [];
    const from = latin(operation.key);
    const end = latin(operation.rangeEnd ?? new Uint8Array(0));
    return [{ from, to: end === '' ? `${from}\0` : end }];
  });
  const isDeleted = (key: string): boolean => deletes.some(({ from, to }) => from <= key && key < to);
  const puts: string[] = [];
  for (const operation of operations) {
    if (operation.type !== 'txn') continue;
    const one = naiveWrites(operation.success);
    const two = naiveWrites(operation.failure);
    if (one === null || two === null) return null;
    const both = [...new Set([...one.puts, ...two.puts])];
    if (both.some((key) => puts.includes(key) || isDeleted(key))) return null;
    puts.push(...both);
    deletes.push(...one.deletes, ...two.deletes);
  }
  for (const operation of operations) {
    if (operation.type !== 'put') continue;
    const key = latin(operation.key);
    if (puts.includes(key) || isDeleted(key)) return null;
    puts.push(key);
  }
  return { puts, deletes };
}
