import { messageTypeNumber, type Message } from '../../raft/message.ts';
import { isPeerMessage } from '../../sim/world/bus-message.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';

/** What happens inside a node and is counted then; everything else is counted when handed to the network. */
type LocalEvent = 'MsgHup' | 'MsgBeat' | 'MsgCheckQuorum' | 'MsgUnreachable' | 'MsgSnapStatus';

/** `expect msgs`: how many since the last `mark`. */
export class Counters {
  readonly #counts = new Map<string, number>();

  /** What the event has handed to the network, copies left out, and what happened inside its node. */
  take({ sent, output }: WorldEvent): void {
    for (const { payload, copyOf, forged } of sent) {
      if (copyOf === undefined && forged === undefined && !isPeerMessage(payload))
        this.#countMessage(payload);
    }
    for (const trace of output?.trace ?? []) {
      if (trace.type === 'proposalDropped') this.#add('ErrProposalDropped');
      if (trace.type === 'localMessage' && isLocalEvent(trace.messageType)) this.#add(trace.messageType);
    }
  }

  /** Whether it arrives or not. */
  #countMessage(message: Message): void {
    this.#add(message.type);
    if ('reject' in message && message.reject) this.#add(`${message.type}.reject`);
    if (message.type === 'MsgApp') this.#add(message.entries.length > 0 ? 'MsgApp.data' : 'MsgApp.empty');
  }

  reset(): void {
    this.#counts.clear();
  }

  /** 0 for what has not happened. */
  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  #add(name: string): void {
    this.#counts.set(name, this.count(name) + 1);
  }
}

const localEvents: ReadonlySet<string> = new Set<LocalEvent>([
  'MsgHup',
  'MsgBeat',
  'MsgCheckQuorum',
  'MsgUnreachable',
  'MsgSnapStatus',
]);

/** Local messages that are also sent to others (MsgTransferLeader) are counted when they are. */
function isLocalEvent(type: string): boolean {
  return localEvents.has(type);
}

/** A message type, one of its subsets, or the error. */
export function isCounterName(name: string): boolean {
  if (name === 'ErrProposalDropped' || name === 'MsgApp.data' || name === 'MsgApp.empty') return true;
  return Object.hasOwn(messageTypeNumber, name.endsWith('.reject') ? name.slice(0, -'.reject'.length) : name);
}
