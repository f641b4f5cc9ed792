import { cut } from '../../base/brief.ts';

/** What is done to the world, as its table has it; the types here are all that most of the house wants of the table. */
export type { Command, CommandType } from './table.ts';
export type { CommandLabel } from './entry.ts';
export type { DiskSettings } from './disks.ts';
export type { LinkSettings } from './links.ts';

/**
 * What exactly was wrong, where that is one of a known few: by it catalogues have words in each language, with the values in
 * their places. Everything else is told by the message alone.
 */
export interface Reason {
  readonly key: ReasonKey;
  readonly values: Readonly<Record<string, string | number>>;
}

export type ReasonKey =
  /** {what}: a thing that is selected, as `event 12`, `message 3`. */
  | 'noCause'
  | 'noEffect'
  /** {event} */
  | 'notYet'
  /** {condition}; {condition, ms} */
  | 'notReached'
  | 'reachedBefore'
  | 'beginning'
  /** {name, value, least, most} */
  | 'notBetween'
  | 'notWholeBetween'
  /** {type}; {type, field, fields} */
  | 'nothingForged'
  | 'noForgedField'
  | 'notForgedField'
  | 'termForged'
  /** {message, from, to}; {message, to} */
  | 'cutUnderWay'
  | 'formerMember'
  | 'nobodyThere'
  | 'timeStands'
  | 'fewVoters'
  /** {event}: at no node; a cone. */
  | 'noCone'
  /** {step, seconds}: a kind of step that does not come; {step, node, seconds} of a node. */
  | 'noStepComes'
  | 'noStepOfNodeComes'
  /** {ms, newest}; {fromMs, toMs, newest} */
  | 'notInRun'
  | 'emptyWindow'
  /** {ms, left} */
  | 'runsNoLonger'
  /** {events}; {megabytes} */
  | 'fullOfEvents'
  | 'fullOfValues'
  /** {max} */
  | 'notebookFull'
  /** {saved, same, event}: a branch that is computed differently. */
  | 'otherRun'
  | 'otherRunByEngine'
  /** {field, value}: a field of the configuration. */
  | 'noSuchField'
  | 'notSo'
  /** {nodes, learners, max}; {value, least} */
  | 'manyMachines'
  | 'inflightBelowMessage'
  /** {value, election} */
  | 'heartbeatTooLong'
  | 'leaseWithoutQuorum'
  | 'drawnWithEtcd'
  /** {node, count}; {node} */
  | 'startedTooOften'
  | 'removedAlone'
  | 'nothingOnDisk'
  /** {max} */
  | 'noMachineMore'
  /** A drawing: {node, index, term, lastTerm, commit, last, vote}, as far as they are wrong (drawing.ts). */
  | `drawn${'NoSuchNode' | 'Twice' | 'TermsFall' | 'NoTerm' | 'TermBehindLog' | 'CommitBeyondLog' | 'VoteForNobody' | 'VoteWithoutTerm'}`;

/** A command that cannot be done: nothing has changed. The code is for catalogues, the message for scripts (English). */
export class CommandError extends Error {
  override name = 'CommandError';
  constructor(
    readonly code:
      | 'unknownNode'
      | 'notRunning'
      | 'alreadyRunning'
      | 'notPaused'
      | 'alreadyPaused'
      | 'messageGone'
      | 'noLeader'
      | 'emptyKey'
      | 'badConfig'
      | 'badArgument'
      | 'alreadyThere'
      | 'notHeld'
      | 'alreadyHeld'
      | 'streamGone'
      | 'unknownClient'
      /** The clock stands: what happens next is picked by hand. */
      | 'byHand'
      /** Time goes: nothing is picked by hand. */
      | 'notByHand'
      /** The message can only be lost: its link was cut, or nobody is there. */
      | 'onlyLost'
      /** Nothing of this kind is under way there. */
      | 'nothingThere'
      | 'diskStuck'
      /** The node, or the client, is paused. */
      | 'standsStill'
      /** What was chosen is not on the list of what may happen next. */
      | 'notEnabled'
      /** Long work was stopped half-way, by pause() or reset(). */
      | 'stopped'
      | 'recordFull'
      /** There is no kept lab of this id; another tab has it open; its log cannot be read; nothing is kept at all. */
      | 'unknownLab'
      | 'openElsewhere'
      | 'notOpened'
      | 'keepsNothing'
      /** A saved lab that this engine computes differently. */
      | 'differs'
      /** Bytes or a link that are no lab, or none that can be opened: `src/saved/saved-error.ts` says which is which. */
      | 'notALab'
      | 'labCut'
      | 'labDamaged'
      | 'labNewer'
      | 'labTooLarge'
      | 'labWrong',
    message: string,
    readonly reason?: Reason,
  ) {
    // Whatever was handed in may stand in it, and be of any length.
    super(cut(message, 400));
  }
}
