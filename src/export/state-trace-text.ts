import type { ConfChangeType } from '../raft/entry.ts';
import type { Message } from '../raft/message.ts';
import { asV2 } from '../raft/raftpb/conf-change.ts';
import type { StateTrace } from '../raft/state-trace.ts';

// The fields and their order are those of etcd-io/raft's TracingEvent (state_trace.go): ids are decimal text, and what
// says nothing is left out where the Go code leaves it out.

/** A trace as the specification reads it; undefined for a change of members that it has no word for. */
export function stateTraceEvent(trace: StateTrace): object | undefined {
  const { name, node, term, vote, commit, role, last, incoming, outgoing, message } = trace;
  const prop = propertiesOf(trace);
  if (name === 'ChangeConf' && prop === undefined) return undefined;
  return {
    name,
    nid: String(node),
    state: { term, vote: String(vote), commit },
    role,
    log: last,
    conf: [incoming.map(String), outgoing.map(String)],
    ...(message === undefined ? {} : { msg: messageOf(message) }),
    ...(prop === undefined ? {} : { prop }),
  };
}

function propertiesOf({ sender, change, voters }: StateTrace): object | undefined {
  if (sender !== undefined) return sender;
  // Go leaves empty lists out.
  if (voters !== undefined) return { cc: voters.length === 0 ? {} : { newconf: voters.map(String) } };
  if (change === undefined) return undefined;
  const changes = asV2(change).changes.flatMap(({ type, nodeId }) => {
    const action = actions[type];
    return action === undefined ? [] : [{ nid: String(nodeId), action }];
  });
  return changes.length === 0 ? undefined : { cc: { changes } };
}

const actions: Readonly<Partial<Record<ConfChangeType, string>>> = {
  ConfChangeAddNode: 'AddNewServer',
  ConfChangeRemoveNode: 'RemoveServer',
  ConfChangeAddLearnerNode: 'AddLearner',
};

/** Every field of a message, those that its type does not have as 0. A snapshot counts as so many entries from the first on. */
function messageOf(message: Message): object {
  const { type, term, from, to } = message;
  const { logTerm, index, entries, commit, reject, rejectHint } = fieldsOf(message);
  return {
    type,
    term,
    from: String(from),
    to: String(to),
    entries,
    logTerm,
    index,
    commit,
    vote: '0',
    reject,
    rejectHint,
  };
}

const NO_FIELDS = { logTerm: 0, index: 0, entries: 0, commit: 0, reject: false, rejectHint: 0 } as const;

function fieldsOf(message: Message): Readonly<Record<keyof typeof NO_FIELDS, unknown>> {
  switch (message.type) {
    case 'MsgApp': {
      const { logTerm, index, entries, commit } = message;
      return { ...NO_FIELDS, logTerm, index, entries: entries.length, commit };
    }
    case 'MsgAppResp': {
      const { logTerm, index, reject, rejectHint } = message;
      return { ...NO_FIELDS, logTerm, index, reject, rejectHint };
    }
    case 'MsgHeartbeat':
      return { ...NO_FIELDS, commit: message.commit };
    case 'MsgSnap':
      return { ...NO_FIELDS, entries: message.snapshot.index };
    case 'MsgVote':
      return { ...NO_FIELDS, logTerm: message.logTerm, index: message.index };
    case 'MsgVoteResp':
      return { ...NO_FIELDS, reject: message.reject };
    default:
      return NO_FIELDS;
  }
}
