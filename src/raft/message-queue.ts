import type { Message } from './message.ts';

/**
 * Messages that wait to be handed out. The list is reused: a list that grows from nothing for every Ready would be
 * most of what a node allocates.
 */
export interface MessageQueue {
  /** The first `length` are waiting; the rest is room. */
  readonly items: Message[];
  length: number;
}

/** Keeps used places from holding on to messages that have long been sent. */
const PLACEHOLDER: Message = { type: 'MsgBeat', to: 0, from: 0, term: 0 };
const NO_MESSAGES: readonly Message[] = [];

export function makeMessageQueue(messages: readonly Message[] = []): MessageQueue {
  return { items: messages.slice(), length: messages.length };
}

export function enqueue(queue: MessageQueue, message: Message): void {
  queue.items[queue.length++] = message;
}

/** What waits, as a value. */
export function queued(queue: MessageQueue): readonly Message[] {
  return queue.length === 0 ? NO_MESSAGES : queue.items.slice(0, queue.length);
}

export function emptyQueue(queue: MessageQueue): void {
  for (let i = 0; i < queue.length; i++) queue.items[i] = PLACEHOLDER;
  queue.length = 0;
}
