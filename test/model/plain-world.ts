import type { ModelAction } from '../../src/model/action.ts';
import type { ModelSettings } from '../../src/model/setup.ts';
import { makeDice } from '../../src/base/random.ts';
import { MemoryStorage } from '../../src/raft/memory-storage.ts';
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD, type Message } from '../../src/raft/message.ts';
import { RawNode } from '../../src/raft/raw-node.ts';

/** Nodes that go on and on, each one object from its start to its crash: no memory, no keys, nothing shared. */
export class PlainWorld {
  readonly #settings: ModelSettings;
  readonly #nodes = new Map<number, { raft: RawNode; storage: MemoryStorage }>();
  readonly #voters: readonly number[];
  #proposals = 0;

  constructor(nodes: number, settings: ModelSettings) {
    this.#settings = settings;
    this.#voters = Array.from({ length: nodes }, (_, i) => i + 1);
    for (const id of this.#voters) this.#start(id, undefined);
  }

  node(id: number): RawNode {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node.raft;
  }

  /** What leaves in this step. */
  act(action: ModelAction): Message[] {
    if (action.type === 'lose') return [];
    const id = 'message' in action ? action.message.to : action.node;
    const raft = this.node(id);
    if ('message' in action) raft.step(action.message);
    else if (action.type === 'campaign') raft.campaign();
    else if (action.type === 'beat') raft.beat();
    else if (action.type === 'propose') raft.propose(Uint8Array.of(0x70, this.#proposals++));
    else if (action.type === 'crash') this.#start(id, this.#nodes.get(id)?.storage);
    return this.#settle(id);
  }

  #start(id: number, before: MemoryStorage | undefined): void {
    const confState = {
      voters: this.#voters,
      votersOutgoing: [],
      learners: [],
      learnersNext: [],
      autoLeave: false,
    };
    const storage = before ?? new MemoryStorage(confState);
    const { preVote, checkQuorum, maxSizePerMsg, maxInflightMsgs, brokenRules } = this.#settings;
    const raft = new RawNode({
      id,
      electionTick: 10,
      heartbeatTick: 1,
      storage,
      applied: 0,
      asyncStorageWrites: true,
      maxSizePerMsg,
      maxCommittedSizePerReady: Infinity,
      maxUncommittedEntriesSize: Infinity,
      maxInflightMsgs,
      maxInflightBytes: 0,
      checkQuorum,
      preVote,
      readOnlyOption: 'safe',
      disableProposalForwarding: false,
      disableConfChangeValidation: false,
      stepDownOnRemoval: false,
      dice: makeDice(id, 'plain world'),
      brokenRules,
      trace: false,
    });
    this.#nodes.set(id, { raft, storage });
  }

  #settle(id: number): Message[] {
    const sent: Message[] = [];
    const node = this.#nodes.get(id);
    if (node === undefined) return sent;
    const { raft, storage } = node;
    while (raft.hasReady()) {
      for (const message of raft.ready().messages) {
        if (message.to === LOCAL_APPEND_THREAD && message.type === 'MsgStorageAppend') {
          const { term, vote, commit } = message;
          if (term !== 0 || vote !== 0 || commit !== 0) storage.setHardState({ term, vote, commit });
          storage.append(message.entries);
        } else if (message.to !== LOCAL_APPLY_THREAD) {
          sent.push(message);
          continue;
        }
        if (message.type !== 'MsgStorageAppend' && message.type !== 'MsgStorageApply') continue;
        for (const response of message.responses) {
          if (response.to === id) raft.step(response);
          else sent.push(response);
        }
      }
    }
    return sent;
  }
}
