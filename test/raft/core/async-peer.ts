import { present } from '../../../src/base/assert.ts';
import type { Entry } from '../../../src/raft/entry.ts';
import type { Message, MsgStorageAppend, MsgStorageApply } from '../../../src/raft/message.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import { confStateOf, configFor, ofType, storageWith, type Options } from './harness.ts';

/** A node with its two threads, whose work is done when a test says so. */
export class AsyncPeer {
  readonly storage;
  readonly node: RawNode;
  readonly appends: MsgStorageAppend[] = [];
  readonly applies: MsgStorageApply[] = [];
  readonly sent: Message[] = [];

  constructor(voters = confStateOf([1, 2, 3]), entries: readonly Entry[] = [], options: Options = {}) {
    this.storage = storageWith(voters, entries);
    this.node = new RawNode(configFor(1, this.storage, { asyncStorageWrites: true, ...options }));
  }

  ready(): Message[] {
    const messages = [...this.node.ready().messages];
    this.appends.push(...ofType(messages, 'MsgStorageAppend'));
    this.applies.push(...ofType(messages, 'MsgStorageApply'));
    this.sent.push(...messages.filter(({ to }) => to > 0));
    return messages;
  }

  /** The oldest write reaches the disk; gives what was waiting for it. */
  write(): readonly Message[] {
    const write = present(this.appends.shift(), 'a write to do');
    if (write.term !== 0 || write.vote !== 0 || write.commit !== 0)
      this.storage.setHardState({ term: write.term, vote: write.vote, commit: write.commit });
    if (write.snapshot !== undefined) this.storage.applySnapshot(write.snapshot);
    this.storage.append(write.entries);
    return write.responses;
  }

  /** The same, and the node hears of it. */
  finishWrite(): void {
    for (const response of this.write()) this.hear(response);
  }

  finishApply(): void {
    for (const response of present(this.applies.shift(), 'entries to apply').responses) this.hear(response);
  }

  hear(message: Message): void {
    if (message.to === 1) this.node.step(message);
    else this.sent.push(message);
  }

  append(
    term: number,
    previous: { index: number; term: number },
    entries: readonly Entry[],
    commit = 0,
  ): void {
    this.node.step({
      type: 'MsgApp',
      to: 1,
      from: 2,
      term,
      index: previous.index,
      logTerm: previous.term,
      entries,
      commit,
    });
  }
}
