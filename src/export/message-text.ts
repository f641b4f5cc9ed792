import type { Flight } from '../net/flight.ts';
import type { Entry } from '../raft/entry.ts';
import type { BusMessage } from '../sim/world/bus-message.ts';

/**
 * A message in one line, in etcd's own names and in the order of raft's transcripts: `MsgApp Term:2 Log:1/3 Commit:3
 * Entries:4-5`. What is not set is not said.
 */
export function messageText(message: BusMessage): string {
  switch (message.type) {
    case 'PeerRequest':
      return `PeerRequest ${message.ask.type}`;
    case 'PeerResponse':
      return `PeerResponse ${message.answer.type}`;
    case 'PeerRemoved':
      return 'PeerRemoved';
    default:
  }
  const parts: string[] = [message.type];
  if (message.term !== 0) parts.push(`Term:${message.term}`);
  if ('logTerm' in message && (message.logTerm !== 0 || message.index !== 0))
    parts.push(`Log:${message.logTerm}/${message.index}`);
  else if ('index' in message && message.index !== 0) parts.push(`Index:${message.index}`);
  if ('reject' in message && message.reject)
    parts.push('rejectHint' in message ? `Rejected(Hint:${message.rejectHint})` : 'Rejected');
  if ('commit' in message && message.commit !== 0) parts.push(`Commit:${message.commit}`);
  if ('entries' in message && message.entries.length > 0) parts.push(entriesText(message.entries));
  if ('snapshot' in message && message.snapshot !== undefined)
    parts.push(`Snapshot:${message.snapshot.term}/${message.snapshot.index}`);
  return parts.join(' ');
}

/** One under way, and whether somebody has changed it. */
export function flightText({ payload, forged }: Flight<BusMessage>): string {
  return `${forged === undefined ? '' : 'forged '}${messageText(payload)}`;
}

/** Entries that have no index yet (a forwarded proposal's) are counted. */
function entriesText(entries: readonly Entry[]): string {
  const [first, last] = [entries[0]?.index ?? 0, entries.at(-1)?.index ?? 0];
  if (first === 0) return `Entries:${entries.length}`;
  return first === last ? `Entries:${first}` : `Entries:${first}-${last}`;
}
