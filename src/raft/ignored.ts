import type { Message } from './message.ts';
import type { Raft } from './state.ts';
import type { RaftTrace } from './trace.ts';

type Reason = Extract<RaftTrace, { type: 'messageIgnored' }>['reason'];

/** Nothing happens, and why. */
export function ignoreMessage(raft: Raft, message: Message, reason: Reason): void {
  if (!raft.tracing) return;
  raft.traces.push({
    type: 'messageIgnored',
    messageType: message.type,
    from: message.from,
    messageTerm: message.term,
    term: raft.term,
    reason,
  });
}
