import { entryTypeNumber, type Entry } from '../../raft/entry.ts';
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD } from '../../raft/message.ts';
import { busMessageNumber, type BusMessage } from '../../sim/world/bus-message.ts';
import { formatId } from '../say/format.ts';
import { showBytes } from '../say/show-bytes.ts';

/** A field of a message: its name in raftpb and its value as text. */
export interface MessageField {
  readonly name: string;
  readonly value: string;
}

/** Every field of a message, its type with the number on the wire first (`MsgApp (3)`). */
export function messageFields(message: BusMessage): readonly MessageField[] {
  const fields: MessageField[] = [
    { name: 'type', value: `${message.type} (${busMessageNumber[message.type]})` },
    { name: 'from', value: peer(message.from) },
    { name: 'to', value: peer(message.to) },
    { name: 'term', value: String(message.term) },
  ];
  for (const [name, value] of Object.entries(message) as [string, unknown][]) {
    if (name === 'type' || name === 'from' || name === 'to' || name === 'term') continue;
    fields.push({ name, value: show(name, value) });
  }
  return fields;
}

function peer(id: number): string {
  if (id === LOCAL_APPEND_THREAD) return 'LocalAppendThread';
  if (id === LOCAL_APPLY_THREAD) return 'LocalApplyThread';
  return id === 0 ? '0' : `n${id}`;
}

function show(name: string, value: unknown): string {
  if (value === undefined) return '–';
  if (value instanceof Uint8Array) return showBytes(value);
  if (Array.isArray(value)) return name === 'entries' ? showEntries(value as Entry[]) : `${value.length}`;
  if (typeof value === 'object' && value !== null && 'index' in value && 'term' in value)
    return `${String(value.index)}@${String(value.term)}`;
  if (typeof value === 'object' && value !== null) return showFields(value);
  return typeof value === 'bigint' ? formatId(value) : `${value as string | number | boolean}`;
}

/** What members ask each other, and what they answer: `type=leaseKeepAlive id=7f`. */
function showFields(value: object): string {
  return Object.entries(value)
    .map(([name, each]: [string, unknown]) => `${name}=${show(name, each)}`)
    .join(' ');
}

/** `11@4 EntryNormal (0), 24 bytes`, one a line. */
function showEntries(entries: readonly Entry[]): string {
  if (entries.length === 0) return '–';
  return entries
    .map(
      (entry) =>
        `${entry.index}@${String(entry.term)} ${entry.type} (${entryTypeNumber[entry.type]}), ${entry.data?.length ?? 0} B`,
    )
    .join('\n');
}
