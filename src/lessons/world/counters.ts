import { messageTypeNumber, type Message } from '../../raft/message.ts';

/** What happens inside a node and is counted then; everything else is counted when handed to the network. */
export type LocalEvent =
  'MsgHup' | 'MsgBeat' | 'MsgCheckQuorum' | 'MsgUnreachable' | 'MsgSnapStatus' | 'ErrProposalDropped';

/** `expect msgs`: how many since the last `mark`. */
export class Counters {
  readonly #counts = new Map<string, number>();

  /** A message handed to the network, whether it arrives or not. */
  countMessage(message: Message): void {
    this.#add(message.type);
    if ('reject' in message && message.reject) this.#add(`${message.type}.reject`);
    if (message.type === 'MsgApp') this.#add(message.entries.length > 0 ? 'MsgApp.data' : 'MsgApp.empty');
  }

  countLocal(event: LocalEvent): void {
    this.#add(event);
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

/** A message type, one of its subsets, or the error. */
export function isCounterName(name: string): boolean {
  if (name === 'ErrProposalDropped' || name === 'MsgApp.data' || name === 'MsgApp.empty') return true;
  return Object.hasOwn(messageTypeNumber, name.endsWith('.reject') ? name.slice(0, -'.reject'.length) : name);
}
