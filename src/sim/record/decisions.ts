import type { Micros, NodeId } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { MessageType } from '../../raft/message.ts';
import type { StateType } from '../../raft/ready.ts';

/** What a member decided, and when. */
export interface Decision {
  readonly node: NodeId;
  readonly at: Micros;
  readonly event: number;
  readonly trace: NodeTrace;
}

/** So many are read at a glance. */
const SHOWN = 8;
/** Of these so many places are kept for decisions that changed the cluster, however long ago they were. */
const KEPT_LONG = 3;

/**
 * The newest notable decisions of all members of a run: bounded, and part of the world's state, so that every instant
 * has its own. Members that decide a lot do not push out what others decided, only what is older.
 */
export class Decisions {
  /** Both oldest first. */
  #newest: readonly Decision[] = [];
  #lasting: readonly Decision[] = [];
  #shown: readonly Decision[] = [];

  /** Newest first; the same array until something new is decided. */
  get shown(): readonly Decision[] {
    return this.#shown;
  }

  /** `state`: what the member was before. */
  note(node: NodeId, state: StateType, at: Micros, event: number, decisions: readonly NodeTrace[]): void {
    let changed = false;
    for (const trace of decisions) {
      if (!isNotable(trace, event, state)) continue;
      const decision = { node, at, event, trace };
      this.#newest = [...this.#newest.slice(1 - SHOWN), decision];
      if (isLasting(trace, state)) this.#lasting = [...this.#lasting.slice(1 - KEPT_LONG), decision];
      changed = true;
    }
    if (changed) this.#shown = choose(this.#newest, this.#lasting);
  }

  clone(): Decisions {
    const copy = new Decisions();
    copy.#newest = this.#newest;
    copy.#lasting = this.#lasting;
    copy.#shown = this.#shown;
    return copy;
  }
}

/** The newest, and in place of the oldest of them what would be forgotten too soon. */
function choose(newest: readonly Decision[], lasting: readonly Decision[]): readonly Decision[] {
  const older = lasting.filter((decision) => !newest.includes(decision));
  const room = SHOWN - older.length;
  return [...older, ...newest.slice(Math.max(0, newest.length - room))].reverse();
}

/** What moves the story on: not every beat, append and apply, and of what all members do alike only the leader's. */
export function isNotable(trace: NodeTrace, event: number, state: StateType): boolean {
  switch (trace.type) {
    case 'becameFollower':
      return trace.reason !== 'start';
    case 'started':
      // The first start of all is the beginning of the run.
      return event > 0;
    case 'committed':
      return trace.by === 'quorum';
    case 'configSwitched':
      return state === 'StateLeader';
    case 'quorumChecked':
      return !trace.active;
    case 'messageIgnored':
      // Answers that come when nobody counts any more follow every election; an order of an old term is worth a word.
      return !answers.has(trace.messageType);
    default:
      return notableTypes.has(trace.type);
  }
}

/** Who leads, who is a member, and what was lost or came back: true until something else of the kind is decided. */
function isLasting(trace: NodeTrace, state: StateType): boolean {
  switch (trace.type) {
    case 'becameLeader':
    case 'configSwitched':
    case 'logTruncated':
    case 'snapshotRestored':
    case 'started':
      return true;
    case 'becameFollower':
      return state === 'StateLeader';
    default:
      return false;
  }
}

const answers: ReadonlySet<MessageType> = new Set([
  'MsgVoteResp',
  'MsgPreVoteResp',
  'MsgAppResp',
  'MsgHeartbeatResp',
]);

const notableTypes: ReadonlySet<NodeTrace['type']> = new Set([
  'becamePreCandidate',
  'becameCandidate',
  'becameLeader',
  'campaignRefused',
  'voteGranted',
  'voteRejected',
  'voteIgnored',
  'staleLeaderAnswered',
  'appendRejected',
  'logTruncated',
  'proposalDropped',
  'confChangeRefused',
  'snapshotSent',
  'snapshotNotSent',
  'snapshotRestored',
  'snapshotIgnored',
  'snapshotTaken',
  'snapshotInstalled',
  'readIndexAsked',
  'readIndexPostponed',
  'readIndexDropped',
  'readIndexConfirmed',
  'transferStarted',
  'transferAborted',
  'transferRefused',
  'timeoutNowSent',
  'leaderForgotten',
  'forgetRefused',
]);
