import { callFields, callTable, clientFields, clientTable } from './client-fields.ts';
import { entryFields, entryTable } from './entry-fields.ts';
import { decisionFields, decisionTable, eventFields, eventTable } from './event-fields.ts';
import type { ThingTable } from './field.ts';
import { linkFields, linkTable } from './link-fields.ts';
import { messageFields, messageTable } from './message-fields.ts';
import * as node from './node-fields.ts';
import { keyFields, keyTable, leaseFields, leaseTable } from './store-fields.ts';
import { wholeFields, wholeFunctions, wholeTable } from './whole.ts';

const all: readonly ThingTable[] = [
  node.nodeTable,
  node.hardStateTable,
  node.snapshotTable,
  node.diskTable,
  node.progressTable,
  node.configurationTable,
  entryTable,
  messageTable,
  eventTable,
  decisionTable,
  keyTable,
  leaseTable,
  clientTable,
  callTable,
  linkTable,
];

const byKind: ReadonlyMap<string, ThingTable> = new Map(all.map((table) => [table.kind, table]));

/** What can be asked of a kind of value; undefined: it has no fields. */
export function tableOfKind(kind: string): ThingTable | undefined {
  return byKind.get(kind);
}

/** What is there by itself. */
export const whole: ThingTable = wholeTable;

/** Names everything that can be asked for, so that each has its words in every language: `node.commit`, `node.log()`, `leader`. */
export type DocKey =
  | keyof typeof wholeFields
  | `${keyof typeof wholeFunctions}()`
  | `node.${keyof typeof node.nodeFields}`
  | `node.${keyof typeof node.nodeFunctions}()`
  | `hardState.${keyof typeof node.hardStateFields}`
  | `snapshot.${keyof typeof node.snapshotFields}`
  | `disk.${keyof typeof node.diskFields}`
  | `progress.${keyof typeof node.progressFields}`
  | `configuration.${keyof typeof node.configurationFields}`
  | `entry.${keyof typeof entryFields}`
  | `message.${keyof typeof messageFields}`
  | `event.${keyof typeof eventFields}`
  | `decision.${keyof typeof decisionFields}`
  | `key.${keyof typeof keyFields}`
  | `lease.${keyof typeof leaseFields}`
  | `client.${keyof typeof clientFields}`
  | `call.${keyof typeof callFields}`
  | `link.${keyof typeof linkFields}`;
