import type { NodeId } from '../base/flavor.ts';
import type { ConfState, Entry, Snapshot } from '../raft/entry.ts';
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD } from '../raft/message.ts';
import type { Message } from '../raft/message.ts';
import { asV2, decodeConfChange } from '../raft/raftpb/conf-change.ts';
import { formatConfChanges } from './conf-change-text.ts';
import { hex, list, quoteBytes } from './go-format.ts';

/** Every field a message can have, absent ones as zeroes. */
const none = {
  logTerm: 0,
  index: 0,
  reject: false,
  rejectHint: 0,
  commit: 0,
  vote: 0,
  entries: [] as readonly Entry[],
  snapshot: undefined as Snapshot | undefined,
  responses: [] as readonly Message[],
};

/** A message in one line, its entries, snapshot and responses in more, all after `indent`. No final line feed. */
export function describeMessage(message: Message, indent = ''): string {
  const { type, from, to, term, logTerm, index, ...rest } = { ...none, ...message };
  let text = `${indent}${describeTarget(from)}->${describeTarget(to)} ${type} Term:${term} Log:${logTerm}/${index}`;
  if (rest.reject) text += ` Rejected (Hint: ${rest.rejectHint})`;
  if (rest.commit !== 0) text += ` Commit:${rest.commit}`;
  if (rest.vote !== 0) text += ` Vote:${rest.vote}`;
  text += describeMessageEntries(rest.entries, indent);
  if (rest.snapshot !== undefined && rest.snapshot.index > 0)
    text += `\n${indent}  Snapshot: ${describeSnapshot(rest.snapshot)}`;
  if (rest.responses.length > 0) {
    const responses = rest.responses.map((response) => `\n${describeMessage(response, `${indent}  `)}`);
    text += ` Responses:[${responses.join('')}\n${indent}]`;
  }
  return text;
}

function describeMessageEntries(entries: readonly Entry[], indent: string): string {
  if (entries.length === 0) return '';
  const described = entries.map(describeEntry);
  if (described.length === 1) return ` Entries:[${described[0]}]`;
  return ` Entries:[${described.map((entry) => `\n${indent}  ${entry}`).join('')}\n${indent}]`;
}

export function describeEntry(entry: Entry): string {
  const content =
    entry.type === 'EntryNormal'
      ? quoteBytes(entry.data ?? new Uint8Array(0))
      : formatConfChanges(asV2(decodeConfChange(entry.type, entry.data)).changes);
  return `${entry.term}/${entry.index} ${entry.type}${content === '' ? '' : ` ${content}`}`;
}

export function describeSnapshot({ index, term, confState }: Snapshot): string {
  return `Index:${index} Term:${term} ConfState:${describeConfState(confState)}`;
}

function describeConfState({ voters, votersOutgoing, learners, learnersNext, autoLeave }: ConfState): string {
  return (
    `Voters:${list(voters)} VotersOutgoing:${list(votersOutgoing)} Learners:${list(learners)} ` +
    `LearnersNext:${list(learnersNext)} AutoLeave:${autoLeave}`
  );
}

function describeTarget(id: NodeId): string {
  if (id === 0) return 'None';
  if (id === LOCAL_APPEND_THREAD) return 'AppendThread';
  if (id === LOCAL_APPLY_THREAD) return 'ApplyThread';
  return hex(id);
}
