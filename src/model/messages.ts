import { present } from '../base/assert.ts';
import type { Entry } from '../raft/entry.ts';
import { entryTypeNumber } from '../raft/entry.ts';
import { messageTypeNumber, type Message } from '../raft/message.ts';
import { assertNumber } from '../raft/term.ts';
import { lanesOf, lanesOfBytes } from './lanes.ts';
import { renamed, type Renaming } from './symmetry.ts';

/** A message by its number: equal messages have equal ones. */
export type MessageNumber = number;

/** All messages that ever come up. Each is kept once; states name them by number. */
export class Messages {
  readonly #messages: Message[] = [];
  readonly #numbers = new Map<string, MessageNumber>();
  readonly #renamings: readonly Renaming[];
  /** Of message m as renaming r names it: at (m * renamings + r) * 2 the one lane, behind it the other. */
  lanes = new Int32Array(1024);

  constructor(renamings: readonly Renaming[]) {
    this.#renamings = renamings;
  }

  get count(): number {
    return this.#messages.length;
  }

  at(number: MessageNumber): Message {
    return present(this.#messages[number], 'the message is known');
  }

  number(message: Message): MessageNumber {
    const words = wordsOf(message);
    const key = `${message.from}>${message.to} ${words.join(',')}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#messages.length;
    this.#messages.push(message);
    this.#numbers.set(key, number);
    this.#addLanes(number, message, words);
    return number;
  }

  #addLanes(number: MessageNumber, { from, to }: Message, words: readonly number[]): void {
    const width = this.#renamings.length * 2;
    if ((number + 1) * width > this.lanes.length) {
      const larger = new Int32Array(Math.max(this.lanes.length * 2, (number + 1) * width));
      larger.set(this.lanes);
      this.lanes = larger;
    }
    this.#renamings.forEach((renaming, r) => {
      const { a, b } = lanesOf([0x6d, renamed(renaming, from), renamed(renaming, to), ...words]);
      this.lanes[number * width + r * 2] = a;
      this.lanes[number * width + r * 2 + 1] = b;
    });
  }
}

/** All that a message says but for whom it is from and to: its fields name no other node. */
export function wordsOf(message: Message): number[] {
  const words = [messageTypeNumber[message.type], assertNumber(message.term)];
  switch (message.type) {
    case 'MsgApp':
      words.push(assertNumber(message.logTerm), message.index, message.commit);
      addEntries(words, message.entries);
      break;
    case 'MsgAppResp':
      words.push(message.index, message.reject ? 1 : 0, message.rejectHint, assertNumber(message.logTerm));
      break;
    case 'MsgVote':
    case 'MsgPreVote':
      words.push(assertNumber(message.logTerm), message.index);
      addBytes(words, message.context);
      break;
    case 'MsgVoteResp':
    case 'MsgPreVoteResp':
      words.push(message.reject ? 1 : 0);
      break;
    case 'MsgHeartbeat':
      words.push(message.commit);
      addBytes(words, message.context);
      break;
    case 'MsgHeartbeatResp':
      addBytes(words, message.context);
      break;
    case 'MsgProp':
    case 'MsgReadIndex':
      addEntries(words, message.entries);
      break;
    case 'MsgReadIndexResp':
      words.push(message.index);
      addEntries(words, message.entries);
      break;
    case 'MsgSnap':
      words.push(message.snapshot.index, assertNumber(message.snapshot.term));
      addBytes(words, message.snapshot.data);
      break;
    case 'MsgStorageAppend':
      words.push(message.commit, message.snapshot?.index ?? 0);
      addEntries(words, message.entries);
      break;
    case 'MsgStorageAppendResp':
      words.push(message.index, assertNumber(message.logTerm), message.snapshot?.index ?? 0);
      break;
    default:
      break;
  }
  return words;
}

function addEntries(words: number[], entries: readonly Entry[]): void {
  words.push(entries.length);
  for (const { type, term, index, data } of entries) {
    words.push(entryTypeNumber[type], assertNumber(term), index);
    addBytes(words, data);
  }
}

function addBytes(words: number[], bytes: Uint8Array | undefined): void {
  if (bytes === undefined) return void words.push(-1);
  if (bytes.length <= SHORT) words.push(bytes.length, ...bytes);
  else {
    const { a, b } = lanesOfBytes(bytes);
    words.push(bytes.length, a, b);
  }
}

/** Longer bytes are told apart by their fingerprint. */
const SHORT = 32;
