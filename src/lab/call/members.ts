import { brief } from '../../base/brief.ts';
import type { ConfChangeTransition, ConfChangeType } from '../../raft/entry.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { MembersChange } from './call.ts';

/** Changes of members by the numbers of their machines, as the page and scripts ask for them. */

/** etcd's API knows members by ids that it makes of their URLs; a lab adds machines by their numbers. */
export function memberAdd(member: number, learner = false): MembersChange {
  return one(learner ? 'ConfChangeAddLearnerNode' : 'ConfChangeAddNode', member, 'add');
}

export function memberPromote(member: number): MembersChange {
  return one('ConfChangeAddNode', member, 'promote');
}

export function memberRemove(member: number): MembersChange {
  return one('ConfChangeRemoveNode', member);
}

export interface MemberChange {
  readonly type: 'voter' | 'learner' | 'remove';
  readonly member: number;
}

/** raftpb.ConfChangeTransition: auto is simple where one change allows it. */
export type Transition = 'auto' | 'implicit' | 'explicit';

/** Several changes at once, through a joint configuration; explicit: it stays joint until leaveJoint. */
export function memberChange(
  changes: readonly MemberChange[],
  transition: Transition = 'auto',
): MembersChange {
  // Types are no promise here: a script may hand in anything.
  if (!Array.isArray(changes) || changes.length === 0) {
    throw bad('changes is empty: name at least one, or leave the joint configuration');
  }
  return joint(
    known('transition', transitions, transition),
    changes.map((change: MemberChange | undefined) => {
      const { type, member } = change ?? { type: undefined, member: undefined };
      checkMember(member);
      return { type: known('a change', changeTypes, type), nodeId: member };
    }),
  );
}

export function leaveJoint(): MembersChange {
  return joint('ConfChangeTransitionAuto', []);
}

const changeTypes: Readonly<Record<MemberChange['type'], ConfChangeType>> = {
  voter: 'ConfChangeAddNode',
  learner: 'ConfChangeAddLearnerNode',
  remove: 'ConfChangeRemoveNode',
};
const transitions: Readonly<Record<Transition, ConfChangeTransition>> = {
  auto: 'ConfChangeTransitionAuto',
  implicit: 'ConfChangeTransitionJointImplicit',
  explicit: 'ConfChangeTransitionJointExplicit',
};

function one(type: ConfChangeType, nodeId: number, means?: 'add' | 'promote'): MembersChange {
  checkMember(nodeId);
  const change = { version: 1, id: 0, type, nodeId, context: undefined } as const;
  return { type: 'confChange', change, ...(means === undefined ? {} : { means }) };
}

function joint(
  transition: ConfChangeTransition,
  changes: readonly { readonly type: ConfChangeType; readonly nodeId: number }[],
): MembersChange {
  return { type: 'confChange', change: { version: 2, transition, changes, context: undefined } };
}

function checkMember(member: number | undefined): asserts member is number {
  if (member !== undefined && Number.isSafeInteger(member) && member >= 1) return;
  throw bad(`member is ${brief(member)}, but must be a number of a machine`);
}

function known<Word extends string, Value>(
  what: string,
  words: Readonly<Record<Word, Value>>,
  word: Word,
): Value {
  if (typeof word === 'string' && Object.hasOwn(words, word)) return words[word];
  throw bad(`${what} is ${brief(word)}, but must be one of ${Object.keys(words).join(', ')}`);
}

function bad(message: string): CommandError {
  return new CommandError('badArgument', message);
}
