import { entryType, messageType } from '../protobuf/raftpb.ts';
import type { NodeInput } from '../node/io.ts';
import type { EntryView, ProgressView } from '../node/report/view.ts';
import type { MessageType } from '../raft/message.ts';
import type { StateType } from '../raft/ready.ts';
import type { EntryType } from '../raft/entry.ts';
import type { PeerMessageType } from '../node/core/peer-message.ts';
import type { CallWhat } from '../sim/clients/client-call.ts';
import type { FlightEnd, WorldEvent } from '../sim/record/world-event.ts';

/** Groups of names that are values: what can only be compared with the others of its group. */
export type WordGroup =
  | 'role'
  | 'messageType'
  | 'status'
  | 'membership'
  | 'progressState'
  | 'entryType'
  | 'entryKind'
  | 'eventType'
  | 'fate'
  | 'end'
  | 'operation'
  | 'callStatus'
  | 'clientStatus';

type Words<Value extends string> = Readonly<Record<string, Value>>;

/** Each value under its own name: a group without short forms. */
function plain<Value extends string>(...values: readonly Value[]): Words<Value> {
  return Object.fromEntries(values.map((value) => [value, value]));
}

/** Every value is there (a missing one does not compile), under its own name and maybe a short one. */
function withShort<Value extends string>(short: Readonly<Record<Value, string>>): Words<Value> {
  const pairs = Object.entries(short) as [Value, string][];
  return {
    ...plain(...pairs.map(([value]) => value)),
    ...Object.fromEntries(pairs.map(([value, word]) => [word, value])),
  };
}

const peerTypes = [
  'PeerRequest',
  'PeerResponse',
  'PeerRemoved',
] as const satisfies readonly PeerMessageType[];

/** What is typed, and the value it stands for: `leader` and `StateLeader` are the same. */
export const words: Readonly<Record<WordGroup, Words<string>>> = {
  role: withShort<StateType>({
    StateFollower: 'follower',
    StatePreCandidate: 'preCandidate',
    StateCandidate: 'candidate',
    StateLeader: 'leader',
  }),
  messageType: plain<MessageType | PeerMessageType>(...messageType.numbers.keys(), ...peerTypes),
  status: plain<'up' | 'paused' | 'killed'>('up', 'paused', 'killed'),
  membership: plain<'voter' | 'learner'>('voter', 'learner'),
  progressState: withShort<ProgressView['state']>({
    StateProbe: 'probe',
    StateReplicate: 'replicate',
    StateSnapshot: 'snapshot',
  }),
  entryType: plain<EntryType>(...entryType.numbers.keys()),
  entryKind: plain<EntryView['kind']>('empty', 'put', 'del', 'compact', 'conf', 'other'),
  eventType: plain<WorldEvent['type']>(
    ...(Object.keys({
      tick: 0,
      message: 0,
      peer: 0,
      writeDone: 0,
      applyDone: 0,
      request: 0,
      requestGone: 0,
      openStream: 0,
      sendStream: 0,
      closeStream: 0,
      http: 0,
      httpGone: 0,
      campaign: 0,
      transferLeader: 0,
      forgetLeader: 0,
      clockJump: 0,
      ready: 0,
      electionTimeout: 0,
      readIndex: 0,
      syncWatchers: 0,
      confChange: 0,
      snapshotNow: 0,
      unreachable: 0,
      snapshotStatus: 0,
      command: 0,
      death: 0,
      client: 0,
    } satisfies Record<NodeInput['type'] | WorldEvent['type'], 0>) as WorldEvent['type'][]),
  ),
  fate: plain<'flying' | 'held' | 'doomed'>('flying', 'held', 'doomed'),
  end: plain<FlightEnd>('delivered', 'lost', 'cut', 'dead', 'dropped'),
  operation: plain<CallWhat['type']>(
    ...(Object.keys({
      put: 0,
      range: 0,
      deleteRange: 0,
      txn: 0,
      compact: 0,
      leaseGrant: 0,
      leaseRevoke: 0,
      leaseKeepAlive: 0,
      leaseTimeToLive: 0,
      leaseLeases: 0,
      memberAdd: 0,
      memberRemove: 0,
      memberPromote: 0,
      memberUpdate: 0,
      memberList: 0,
      alarm: 0,
      status: 0,
      defragment: 0,
      hash: 0,
      hashKv: 0,
      moveLeader: 0,
      authEnable: 0,
      authDisable: 0,
      authUserList: 0,
      authRoleList: 0,
      authenticate: 0,
      authUserAdd: 0,
      authUserGet: 0,
      authUserDelete: 0,
      authRoleAdd: 0,
      authUserChangePassword: 0,
      authUserGrantRole: 0,
      authUserRevokeRole: 0,
      authRoleGet: 0,
      authRoleDelete: 0,
      authRoleGrantPermission: 0,
      authRoleRevokePermission: 0,
      confChange: 0,
    } satisfies Record<CallWhat['type'], 0>) as CallWhat['type'][]),
  ),
  callStatus: plain<'pending' | 'ok' | 'failed' | 'unknown'>('pending', 'ok', 'failed', 'unknown'),
  clientStatus: plain<'running' | 'paused' | 'stopped' | 'done'>('running', 'paused', 'stopped', 'done'),
};

/** The value that a word of a group stands for; undefined: it is none of them. */
export function wordValue(group: WordGroup, word: string): string | undefined {
  const all = words[group];
  return Object.hasOwn(all, word) ? all[word] : undefined;
}

/** The groups that have such a word. */
export function groupsOf(word: string): WordGroup[] {
  return (Object.keys(words) as WordGroup[]).filter((group) => wordValue(group, word) !== undefined);
}

/** What gives a word of a group. */
export const wordExamples: Readonly<Record<WordGroup, string>> = {
  role: 'node(3).role',
  messageType: 'message.type',
  status: 'node(3).status',
  membership: 'node(3).member',
  progressState: 'leader.progress(2).state',
  entryType: 'node(3).log(5).type',
  entryKind: 'node(3).log(5).kind',
  eventType: 'event.type',
  fate: 'message(7).fate',
  end: 'event.end',
  operation: 'call(7).kind',
  callStatus: 'call(7).status',
  clientStatus: 'client("A").status',
};
