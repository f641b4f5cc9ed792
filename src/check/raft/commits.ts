import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { NodeInput, NodeTrace } from '../../node/io.ts';
import type { MemberChanges } from '../../node/report/changes.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { Message } from '../../raft/message.ts';
import { halvesOf, type LogNow } from './durability.ts';
import { hashAt } from './entries.ts';
import type { KnownMember } from './known-member.ts';
import type { CommittedEntry, Memory } from './memory.ts';
import { includesQuorum } from './quorums.ts';
import type { Scene } from './scene.ts';

type Committed = Extract<NodeTrace, { type: 'committed' }>;

/** CommitMonotonic and AppliedMonotonic, before the record is taken over. */
export function checkMonotonic(scene: Scene, changes: MemberChanges): void {
  if (scene.isBoot) return;
  const { member } = scene;
  if (changes.commit !== undefined) fell(scene, 'commit', member.commit, changes.commit);
  if (changes.applied !== undefined) fell(scene, 'applied', member.applied, changes.applied);
  const { hardState } = changes;
  if (hardState !== undefined && member.hardState !== undefined)
    fell(scene, 'diskCommit', member.hardState.commit, hardState.commit);
}

const FALLING = { commit: 'commit index', diskCommit: 'commit index on the disk', applied: 'applied index' };

function fell({ node, report }: Scene, what: keyof typeof FALLING, from: LogIndex, to: LogIndex): void {
  if (to >= from) return;
  report({
    property: what === 'applied' ? 'AppliedMonotonic' : 'CommitMonotonic',
    nodes: [node],
    detail: `the ${FALLING[what]} of node ${node} falls from ${from} to ${to}`,
    because: { type: 'indexFell', what, from, to },
  });
}

/** A decision about what is committed: by whom, and by which rule, and whether it is what others have committed. */
export function checkDecision(scene: Scene, trace: Committed): void {
  if (trace.by === 'quorum') {
    checkCounted(scene, trace.to, trace.counted);
    checkDurable(scene, trace.to);
  } else if (trace.by !== 'snapshot') checkFollowed(scene, trace.to, scene.input);
  scene.member.commit = trace.to;
  checkCommitted(scene, trace.to);
}

/** CommitRule. */
function checkCounted(
  { member, node, memory, report }: Scene,
  index: LogIndex,
  counted: Extract<Committed, { by: 'quorum' }>['counted'],
): void {
  const term = termOf(memory, member, index);
  if (term !== undefined && term !== member.term) {
    report({
      property: 'CommitRule',
      nodes: [node],
      detail: `node ${node}, leader of term ${member.term}, commits entry ${index} of term ${term} by counting`,
      because: { type: 'committedOldTerm', index, entryTerm: term, term: member.term },
    });
  }
  const halves = halvesOf(member.confState);
  for (let i = 0; i < halves.length; i++) {
    const [have, voters] = [counted[i]?.have, halves[i]];
    if (have === undefined || voters === undefined || includesQuorum(have, voters)) continue;
    report({
      property: 'CommitRule',
      nodes: [node],
      detail: `node ${node} commits entry ${index}, which ${have.join(', ') || 'nobody'} has acknowledged, of voters ${voters.join(', ')}`,
      because: { type: 'committedUncounted', index, have, voters },
    });
  }
}

function termOf(memory: Memory, { log }: KnownMember, index: LogIndex): Term | undefined {
  return index <= log.base ? memory.committed.at(index - 1)?.term : log.termAt(index);
}

/** FollowerCommit, with the message at hand. */
function checkFollowed({ node, report }: Scene, index: LogIndex, input: NodeInput | undefined): void {
  if (input?.type !== 'message') return;
  const { message } = input;
  if (message.type !== 'MsgApp' && message.type !== 'MsgHeartbeat') return;
  const said = message.commit;
  const proven = message.type === 'MsgApp' ? message.index + message.entries.length : said;
  if (index <= said && index <= proven) return;
  report({
    property: 'FollowerCommit',
    nodes: [node, message.from],
    detail: `node ${node} takes entry ${index} for committed; its leader says ${said}, and proves its log up to ${proven}`,
    because: { type: 'commitBeyond', index, said, proven },
  });
}

/** FollowerCommit where the leader says it, and AckDurable. */
export function checkSentIndexes(scene: Scene, message: Message): void {
  const { member, node, report } = scene;
  if (message.type === 'MsgAppResp') return checkAcknowledged(scene, message);
  if (message.type === 'MsgApp') {
    if (message.commit <= member.commit) return;
    return report(sentBeyond(node, message.to, message.commit, member.commit));
  }
  if (message.type !== 'MsgHeartbeat' || message.commit === 0) return;
  const match = member.progress.find(({ id }) => id === message.to)?.match;
  if (match === undefined || message.commit <= match) return;
  report(sentBeyond(node, message.to, message.commit, match));
}

function sentBeyond(
  node: NodeId,
  to: NodeId,
  index: LogIndex,
  match: LogIndex,
): Parameters<Scene['report']>[0] {
  return {
    property: 'FollowerCommit',
    nodes: [node, to],
    detail: `node ${node} tells node ${to} that entry ${index} is committed, and knows it to have entries up to ${match}`,
    because: { type: 'commitSentBeyond', peer: to, index, match },
  };
}

function checkAcknowledged(
  { member, node, memory, durability, report }: Scene,
  { reject, index, term, to }: Extract<Message, { type: 'MsgAppResp' }>,
): void {
  if (reject || index === 0 || !durability.knows(node)) return;
  // In the term of the answer nobody has removed what was accepted; later somebody may have.
  const hash = term === member.term ? hashAt(memory, member.log, index) : undefined;
  if (durability.has(node, index, hash)) return;
  // It had accepted them in the term of its answer, and before they were written a newer leader has put others in their place: it stands by what it
  // said when it said it, and has voted since with that in its log.
  if (member.removals.some((removal) => removal.term > term && removal.from <= index)) return;
  const durable = durability.endOf(node) ?? 0;
  report({
    property: 'AckDurable',
    nodes: [node, to],
    detail: `node ${node} acknowledges entries up to ${index}; on its disk they go up to ${durable}`,
    because: { type: 'ackNotDurable', peer: to, index, durable },
  });
}

/** StateMachineSafety of everything up to here that has not been compared yet. */
export function checkCommitted(scene: Scene, to: LogIndex): void {
  const { member, memory } = scene;
  let index = member.compared + 1;
  while (index <= to && checkCommittedEntry(scene, index)) index++;
  // What is as everywhere else need not be known of this member.
  member.log.forgetTo(Math.min(index - 1, member.log.last, memory.committed.length));
  member.compared = Math.max(member.compared, to);
}

function checkCommittedEntry({ member, node, memory, event, report }: Scene, index: LogIndex): boolean {
  const entry = member.log.at(index);
  if (entry?.hash === undefined) return true; // within a snapshot, which is compared as a whole
  const { hash, term } = entry;
  const before = memory.committed.at(index - 1);
  if (before === undefined) {
    if (index !== memory.committed.length + 1) return true;
    memory.commit({ term, hash, commitTerm: member.term, node, event: event.number });
    return true;
  }
  if (before.hash === hash && before.term === term) return true;
  report({
    property: 'StateMachineSafety',
    nodes: [before.node, node],
    detail: `entry ${index} is committed as of term ${before.term} by node ${before.node} (event ${before.event}) and as of term ${term} by node ${node}`,
    because: {
      type: 'committedTwice',
      index,
      entryTerm: term,
      beforeTerm: before.term,
      before: before.node,
      earlier: before.event,
    },
  });
  return false;
}

/**
 * Of a member that goes on alone and does not take along what was committed from this entry on: another entry is committed
 * in its place (StateMachineSafety), or it is gone (QuorumDurability).
 */
export function reportLost(
  report: Scene['report'],
  node: NodeId,
  lost: CommittedEntry & { readonly index: LogIndex },
  instead: Term | undefined,
): void {
  const { index, term, node: before, event: earlier } = lost;
  const whose = `entry ${index}, committed as of term ${term} by node ${before} (event ${earlier}),`;
  const alone = `node ${node} goes on alone`;
  if (instead === undefined) {
    report({
      property: 'QuorumDurability',
      nodes: [node, before],
      detail: `${whose} is lost: ${alone} without it`,
      because: { type: 'durabilityLost', index, have: [], voters: [node], earlier },
    });
    return;
  }
  report({
    property: 'StateMachineSafety',
    nodes: [before, node],
    detail: `${whose} is lost: ${alone}, with one of term ${instead} in its place`,
    because: { type: 'committedTwice', index, entryTerm: instead, beforeTerm: term, before, earlier },
  });
}

/** QuorumDurability of a leader's own decision about the highest entry: what is below it is on the same disks. */
function checkDurable({ member, node, memory, durability, report }: Scene, index: LogIndex): void {
  const hash = hashAt(memory, member.log, index);
  if (hash === undefined || index <= memory.committed.length) return;
  for (const voters of halvesOf(member.confState)) {
    const have = durability.holders(voters, index, hash);
    if (have.length * 2 > voters.length) continue;
    const on = have.length === 0 ? 'no disk' : `the disks of ${have.join(', ')} alone`;
    report({
      property: 'QuorumDurability',
      nodes: [node],
      detail: `node ${node} commits entry ${index}, which is on ${on}, of voters ${voters.join(', ')}`,
      because: { type: 'notDurable', index, have, voters },
    });
  }
}

/** The log of a member as it is now, for its disk. */
export function logNow(memory: Memory, { log, compared }: KnownMember): LogNow {
  const base = memory.committed.length;
  const there = Math.min(log.last, base);
  const isAgreed =
    compared >= there || (there > 0 && hashAt(memory, log, there) === memory.committed.at(there - 1)?.hash);
  return { last: log.last, base, agreed: isAgreed ? there : Math.min(compared, there), memory, log };
}

/**
 * QuorumDurability of what is committed already, after a disk or the configuration has changed: if it can be put to the
 * vote without anybody who has the newest committed entry, it can be lost. That is less than a majority that has it: a voter
 * that has just been added need not have anything yet.
 */
export function checkStillDurable(scene: Scene, confState: ConfState): void {
  const { node, memory, durability, report } = scene;
  const index = memory.committed.length;
  const entry = memory.committed.at(index - 1);
  if (entry === undefined || confState.voters.length === 0) return;
  const halves = halvesOf(confState);
  const isWithout = (id: NodeId): boolean =>
    durability.knows(id) && !memory.isTampered(id) && !durability.hasCommitted(id, index, entry.hash);
  if (!halves.every((voters) => includesQuorum(voters.filter(isWithout), voters))) return;
  const { voters } = confState;
  const have = voters.filter((id) => !isWithout(id));
  report({
    property: 'QuorumDurability',
    nodes: [node, entry.node],
    detail: `entry ${index}, committed by node ${entry.node} (event ${entry.event}), is left on the disks of ${have.join(', ') || 'nobody'}, of voters ${voters.join(', ')}`,
    because: { type: 'durabilityLost', index, have, voters, earlier: entry.event },
  });
}
