import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { Command } from '../../sim/command/command.ts';

/** What a value is, in plain data: a term beyond the exact numbers is decimal text, bytes are text as far as they are UTF-8. */
export type PlainValue = number | string | boolean;

/**
 * One event on the way back from a value to the first input that it comes from. `input` is what happened, `did` what came of
 * it for the value; `place` and `value` say of what, in the words of the language of conditions.
 *
 *     { event: 412, node: 3, input: { type: 'message', message: 97, messageType: 'MsgApp', from: 1, sentEvent: 405 },
 *       did: 'heardCommit', place: 'node(3).commit', value: 5, text: 'MsgApp 97 came from node 1: node 3 ..' }
 */
export interface OriginStep {
  /** 0: before the first event of the run. */
  readonly event: number;
  readonly timeMs: number;
  /** Whom it happened to; 0: nobody of the nodes (a client, a command for all). */
  readonly node: NodeId;
  readonly input: StepInput;
  readonly did: Deed;
  readonly place: string;
  readonly value?: PlainValue;
  /** What else the sentence needs. */
  readonly numbers: Readonly<Record<string, PlainValue>>;
  /** In English, for scripts. */
  readonly text: string;
}

/** What happened in the event. */
export type StepInput =
  | { readonly type: 'beginning' }
  | { readonly type: 'tick' }
  | {
      readonly type: 'message';
      readonly message: number;
      readonly messageType: BusMessageType;
      readonly from: NodeId;
      readonly sentEvent: number;
    }
  | { readonly type: 'writeDone'; readonly write: number }
  | { readonly type: 'applyDone'; readonly first: LogIndex; readonly last: LogIndex }
  | { readonly type: 'request'; readonly request: number }
  | { readonly type: 'command'; readonly command: Command['type'] }
  | { readonly type: 'client'; readonly client: string }
  | { readonly type: 'input'; readonly input: WorldEvent['type'] };

/**
 * What came of it for the value.
 *
 *     tookTerm           a message had a higher term
 *     campaigned         it became a candidate: the next term, its vote its own
 *     preCampaigned      it asks beforehand whether it would be elected
 *     granted            it gave its vote to a candidate
 *     preGranted         it told a pre-candidate that it would give it its vote
 *     refused            it refused its vote
 *     clearedVote        a new term has no vote yet
 *     won                it became leader
 *     heardLeader        it heard from the leader of its term
 *     lostLeader         it knows no leader any more
 *     steppedDown        it became a follower (`reason`: raft's)
 *     committed          the leader counted a quorum
 *     heardCommit        it was told what is committed
 *     appended           the leader appended the entry
 *     tookEntry          it took the entry over from the leader
 *     acknowledged       it told the leader up to where its log is stored
 *     countedMatch       the leader took note of that
 *     movedProgress      what it knows of a peer changed
 *     wroteToDisk        its disk finished the write
 *     askedWrite         it asked its disk to write
 *     askedApply         it handed entries to its apply thread
 *     keptOnDisk         it was on its way to the disk when the process ended, and was kept
 *     readFromDisk       it started again with what its disk had
 *     began              its life began with that
 *     applied            it applied the entry
 *     tookSnapshot       it made a snapshot of its store
 *     installedSnapshot  it took over a snapshot of another
 *     switchedConfig     it switched to another configuration
 *     changedLease       the lease was renewed or moved
 *     answered           it answered the call
 *     gaveUp             the call ended without an answer
 *     forwarded          it sent the proposal on to the leader
 *     tookUp             it took up a client's call
 *     called             a client called (a first input)
 *     commanded          somebody did this (a first input)
 *     sent               it sent the message
 *     ticked             its clock ticked (a first input)
 *     happened           anything else
 */
export type Deed =
  | 'tookTerm'
  | 'campaigned'
  | 'preCampaigned'
  | 'granted'
  | 'preGranted'
  | 'refused'
  | 'clearedVote'
  | 'won'
  | 'heardLeader'
  | 'lostLeader'
  | 'steppedDown'
  | 'committed'
  | 'heardCommit'
  | 'appended'
  | 'tookEntry'
  | 'acknowledged'
  | 'countedMatch'
  | 'movedProgress'
  | 'wroteToDisk'
  | 'askedWrite'
  | 'askedApply'
  | 'keptOnDisk'
  | 'readFromDisk'
  | 'began'
  | 'applied'
  | 'tookSnapshot'
  | 'installedSnapshot'
  | 'switchedConfig'
  | 'changedLease'
  | 'answered'
  | 'gaveUp'
  | 'forwarded'
  | 'tookUp'
  | 'called'
  | 'commanded'
  | 'sent'
  | 'ticked'
  | 'happened';
