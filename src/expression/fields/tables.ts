import { entryTable } from './entry-fields.ts';
import type { ThingTable } from './field.ts';
import { messageTable } from './message-fields.ts';
import { nodeTable } from './node-fields.ts';

export { wholeTable } from './whole.ts';

const tables: readonly ThingTable[] = [nodeTable, entryTable, messageTable];

const byKind: ReadonlyMap<string, ThingTable> = new Map(tables.map((table) => [table.kind, table]));

/** What can be asked of a kind of value; undefined: it has no fields. */
export function tableOfKind(kind: string): ThingTable | undefined {
  return byKind.get(kind);
}
