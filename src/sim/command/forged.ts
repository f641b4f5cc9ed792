import * as v from 'valibot';
import { fields, isSet, list, text, whole } from '../../base/schema.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { decodeCommand, encodeCommand } from '../../etcd/command.ts';
import type { Entry } from '../../raft/entry.ts';
import type { Message } from '../../raft/message.ts';
import type { BusMessage } from '../world/bus-message.ts';
import { isPeerMessage } from '../world/bus-message.ts';
import { CommandError } from './command.ts';
import { term } from './term.ts';

/** More entries than a forger needs to tell any story. */
const ENTRIES_MAX = 200;

const index = whole(0, Number.MAX_SAFE_INTEGER);

/** An entry as a forger writes it: what it puts, where that is to be another thing than the entry at this place had. */
const forgedEntry = fields({
  term,
  put: v.exactOptional(fields({ key: text, value: text })),
});

/** The fields of a message that may be changed on its way; from whom it is and to whom it goes may not. */
export const forgedFields = fields({
  term: v.exactOptional(term),
  index: v.exactOptional(index),
  logTerm: v.exactOptional(term),
  commit: v.exactOptional(index),
  reject: v.exactOptional(isSet),
  rejectHint: v.exactOptional(index),
  entries: v.exactOptional(
    v.pipe(
      list(forgedEntry, 'a list of entries, each {term, put?: {key, value}}'),
      v.maxLength(ENTRIES_MAX, `a list of at most ${ENTRIES_MAX} entries`),
    ),
  ),
});

export type ForgedFields = v.InferOutput<typeof forgedFields>;

const NAMES = ['term', 'index', 'logTerm', 'commit', 'reject', 'rejectHint', 'entries'] as const;

/** Which of them a message has. */
export function forgeable(message: BusMessage): readonly (keyof ForgedFields)[] {
  if (isPeerMessage(message)) return [];
  return NAMES.filter((name) => {
    // Local messages, proposals and reads carry no term; where they did, raft would stop.
    if (name === 'term') return message.term !== 0;
    // Entries of a proposal have no place yet, and those of a read are no entries.
    if (name === 'entries') return message.type === 'MsgApp';
    return name in message;
  });
}

/**
 * The message with these fields changed. Entries follow the one that `index` names, whatever it is now; one that is not said to
 * put anything is what the entry at its place was, or empty. Throws a CommandError that says which field it has not, or
 * that nothing would be changed.
 */
export function forgedMessage(message: BusMessage, changes: ForgedFields): Message {
  const may = forgeable(message);
  if (isPeerMessage(message) || may.length === 0) {
    throw new CommandError('badArgument', `a ${message.type} has no field that could be forged`, {
      key: 'noForgedField',
      values: { type: message.type },
    });
  }
  const given = NAMES.filter((name) => changes[name] !== undefined);
  const wrong = given.find((name) => !may.includes(name));
  if (wrong !== undefined) {
    throw new CommandError(
      'badArgument',
      `a ${message.type} has no ${wrong}; what it has is ${may.join(', ')}`,
      { key: 'notForgedField', values: { type: message.type, field: wrong, fields: may.join(', ') } },
    );
  }
  if (changes.term === 0) {
    throw new CommandError(
      'badArgument',
      'term is 0, but must be at least 1: without a term a message is none of a peer',
      { key: 'termForged', values: {} },
    );
  }
  const { entries, ...rest } = changes;
  const forged = { ...message, ...rest } as Message;
  if (message.type === 'MsgApp' && forged.type === 'MsgApp') {
    const followers =
      entries === undefined ? message.entries : entries.map((each, i) => entryOf(message.entries[i], each));
    Object.assign(forged, {
      entries: followers.map(({ term: own, type, data }, i): Entry => ({
        type,
        term: own,
        index: forged.index + 1 + i,
        data,
      })),
    });
  }
  if (given.every((name) => isSame(message, forged, name))) {
    throw new CommandError('badArgument', `nothing would be forged: the ${message.type} says that already`, {
      key: 'nothingForged',
      values: { type: message.type },
    });
  }
  return forged;
}

function entryOf(
  was: Entry | undefined,
  { term: own, put }: NonNullable<ForgedFields['entries']>[number],
): Entry {
  if (put === undefined) {
    return { index: 0, type: was?.type ?? 'EntryNormal', data: was?.data, term: own };
  }
  const op = { type: 'put', key: encodeUtf8(put.key), value: encodeUtf8(put.value) } as const;
  return { index: 0, term: own, type: 'EntryNormal', data: encodeCommand({ id: callOf(was), op }) };
}

/** The forged write answers the call that the true one was of; of none where there was none. */
function callOf(entry: Entry | undefined): number {
  const isCommand = entry?.type === 'EntryNormal' && entry.data !== undefined && entry.data.length > 0;
  return isCommand && entry.data !== undefined ? decodeCommand(entry.data).id : 1;
}

function isSame(was: Message, is: Message, name: keyof ForgedFields): boolean {
  const [before, after] = [was, is].map(
    (message) => (name in message ? Reflect.get(message, name) : undefined) as unknown,
  );
  return name === 'entries' ? sameEntries(before as Entry[], after as Entry[]) : before === after;
}

function sameEntries(before: readonly Entry[], after: readonly Entry[]): boolean {
  return (
    before.length === after.length &&
    before.every((entry, i) => {
      const other = after[i];
      return entry.term === other?.term && entry.type === other.type && sameBytes(entry.data, other.data);
    })
  );
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a?.length === b?.length && a?.every((byte, i) => byte === b?.[i]) === true);
}
