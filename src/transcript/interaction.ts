import type { NodeId } from '../base/flavor.ts';
import type { HardState } from '../raft/entry.ts';
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD } from '../raft/message.ts';
import type { Message, MessageType, MsgStorageAppend } from '../raft/message.ts';
import { TranscriptError } from './datadriven.ts';
import { describeEntry, describeMessage } from './describe-message.ts';
import { describeReady, raftErrorText } from './describe-node.ts';
import { Member } from './member.ts';
import { Output } from './output.ts';

/** Whom to deliver to, or to drop the messages of. */
export interface Recipient {
  readonly id: NodeId;
  readonly drop: boolean;
}

/**
 * Which messages: of one type; from one node, or from the recipient itself and its threads; of these so many, after so many
 * older ones. All but the type are this project's own: a run in which messages arrive one by one is said with them.
 */
export interface Choice {
  readonly type?: MessageType | undefined;
  readonly from?: NodeId | 'self' | undefined;
  readonly skip?: number | undefined;
  readonly count?: number | undefined;
}

/**
 * The nodes of one transcript, with ids from 1 in the order they were added, and the one list of messages under way
 * between them. Its methods do the work of the commands and write what is to be seen; where one answers a string,
 * it is an error's text.
 */
export class Interaction {
  readonly output = new Output();
  readonly members: Member[] = [];
  messages: Message[] = [];

  member(id: NodeId): Member {
    const member = this.members[id - 1];
    if (member === undefined) throw new TranscriptError(`there is no node ${id}`);
    return member;
  }

  /** Handles one Ready: storage and application at once, or, asynchronously, by messages to their threads. */
  processReady(id: NodeId): string | undefined {
    const member = this.member(id);
    const ready = member.raft.ready();
    this.output.write(describeReady(ready));
    if (!member.config.asyncStorageWrites) {
      const error = member.append(ready.hardState, ready.entries, ready.snapshot);
      if (error !== undefined) return error;
      member.apply(ready.committedEntries);
    }
    for (const message of ready.messages) this.#route(member, message);
    if (!member.config.asyncStorageWrites) member.raft.advance();
    return undefined;
  }

  #route(member: Member, message: Message): void {
    if (message.to !== LOCAL_APPEND_THREAD && message.to !== LOCAL_APPLY_THREAD) {
      this.messages.push(message);
      return;
    }
    if (!member.config.asyncStorageWrites)
      throw new TranscriptError(`unexpected message: ${describeMessage(message)}`);
    if (message.type === 'MsgStorageAppend') member.appendWork.push(message);
    else if (message.type === 'MsgStorageApply') member.applyWork.push(message);
    else throw new TranscriptError(`no work for a storage thread: ${describeMessage(message)}`);
  }

  /** Does the append thread's next piece of work. */
  processAppendThread(id: NodeId): string | undefined {
    const member = this.member(id);
    const work = member.appendWork.shift();
    if (work === undefined) {
      this.output.write('no append work to perform');
      return undefined;
    }
    this.#describeWork({ ...work, responses: [] });
    const error = member.append(hardStateIn(work), work.entries, work.snapshot);
    if (error !== undefined) return error;
    this.#respond(work.responses);
    return undefined;
  }

  /** Does the apply thread's next piece of work. */
  processApplyThread(id: NodeId): string | undefined {
    const member = this.member(id);
    const work = member.applyWork.shift();
    if (work === undefined) {
      this.output.write('no apply work to perform');
      return undefined;
    }
    this.#describeWork({ ...work, responses: [] });
    member.apply(work.entries);
    this.#respond(work.responses);
    return undefined;
  }

  #describeWork(work: Message): void {
    this.output.line('Processing:');
    this.output.line(describeMessage(work));
  }

  #respond(responses: readonly Message[]): void {
    this.output.line('Responses:');
    for (const response of responses) this.output.line(describeMessage(response));
    this.messages.push(...responses);
  }

  /** Delivers or drops the messages under way to these that are chosen. Answers how many there were. */
  deliver(recipients: readonly Recipient[], choice: Choice = {}): number {
    const { skip = 0, count = Infinity } = choice;
    let handled = 0;
    for (const { id, drop } of recipients) {
      const meant = this.messages.filter((message) => isFor(message, id, drop, choice));
      const chosen = new Set(meant.slice(skip, skip + count));
      this.messages = this.messages.filter((message) => !chosen.has(message));
      handled += chosen.size;
      for (const message of chosen) {
        this.output.line(`${drop ? 'dropped: ' : ''}${describeMessage(message)}`);
        if (drop) continue; // it need not exist yet
        const error = this.member(id).raft.step(message);
        if (error !== undefined) this.output.line(raftErrorText[error]);
      }
    }
    return handled;
  }

  /** Lets these nodes handle all there is to handle, in rounds, until a round has nothing to do. */
  stabilize(ids: readonly NodeId[]): string | undefined {
    for (;;) {
      let idle = true;
      for (const { id, what, pending, work } of this.#round(ids)) {
        if (!pending()) continue;
        idle = false;
        this.output.line(`> ${id} ${what}`);
        while (pending()) {
          let error: string | undefined;
          this.output.indented(() => (error = work()));
          if (error !== undefined) return error;
          if (what === 'handling Ready') break;
        }
      }
      if (idle) return undefined;
    }
  }

  /** One round: first all Readys, then all deliveries, then the append threads, then the apply threads. */
  #round(ids: readonly NodeId[]): readonly Step[] {
    const steps = (
      what: string,
      pending: (id: NodeId) => boolean,
      work: (id: NodeId) => string | undefined,
    ) => ids.map((id) => ({ id, what, pending: () => pending(id), work: () => work(id) }));
    return [
      ...steps(
        'handling Ready',
        (id) => this.member(id).raft.hasReady(),
        (id) => this.processReady(id),
      ),
      ...steps(
        'receiving messages',
        (id) => this.messages.some((message) => isFor(message, id, false)),
        (id) => void this.deliver([{ id, drop: false }]),
      ),
      ...steps(
        'processing append thread',
        (id) => this.member(id).appendWork.length > 0,
        (id) => this.processAppendThread(id),
      ),
      ...steps(
        'processing apply thread',
        (id) => this.member(id).applyWork.length > 0,
        (id) => this.processApplyThread(id),
      ),
    ];
  }

  /** Puts a snapshot of `from`'s newest state under way, of which `from`'s raft knows nothing. */
  sendSnapshot(from: NodeId, to: NodeId): void {
    const sender = this.member(from);
    const { term } = sender.raft.status().hardState;
    const message: Message = { type: 'MsgSnap', from, to, term, snapshot: sender.newest() };
    this.messages.push(message);
    this.output.write(describeMessage(message));
  }

  /** The stored log, one entry a line. */
  describeLog(id: NodeId): void {
    const { storage } = this.member(id);
    const [first, last] = [storage.firstIndex(), storage.lastIndex()];
    if (last < first) {
      this.output.write(`log is empty: first index=${first}, last index=${last}`);
      return;
    }
    const entries = storage.entries(first, last + 1, Infinity);
    if (typeof entries === 'string') throw new TranscriptError(`storage cannot read its own log: ${entries}`);
    for (const entry of entries) this.output.line(describeEntry(entry));
  }
}

interface Step {
  readonly id: NodeId;
  readonly what: string;
  readonly pending: () => boolean;
  readonly work: () => string | undefined;
}

function isFor(message: Message, id: NodeId, drop: boolean, { type, from }: Choice = {}): boolean {
  if (message.to !== id || (drop && isLocal(message))) return false;
  if (type !== undefined && message.type !== type) return false;
  return from === undefined || (from === 'self' ? isLocal(message) : message.from === from);
}

/** Between a node and itself or its storage threads: on no network, so never dropped. */
function isLocal({ from, to }: Message): boolean {
  return from === to || from < 0 || to < 0;
}

/** A MsgStorageAppend carries a hard state exactly if any of its parts is set. */
function hardStateIn({ term, vote, commit }: MsgStorageAppend): HardState | undefined {
  return term === 0 && vote === 0 && commit === 0 ? undefined : { term, vote, commit };
}
