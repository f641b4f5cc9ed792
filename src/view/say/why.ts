import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import { QuorumRules } from '../../explain/quorum-rules.ts';
import { absence, currentConfState, currentLeader, type Absence } from '../../explain/situation.ts';
import type { Frame, Inspection, NodeFrame } from '../../lab/frame/frame.ts';
import type { RuleName } from '../../raft/rules.ts';

/** Why an entry is not committed: the rule that keeps it so, with the numbers that decide. */
export type WhyNotCommitted = { readonly rule: RuleName } &
  /** It will be committed only along with an entry of the leader's own term (§5.4.2). */
  (
    | { readonly type: 'olderTerm'; readonly entryTerm: Term; readonly term: Term; readonly leader: NodeId }
    | {
        readonly type: 'noQuorum';
        /** Of the half of the configuration that lacks most, when it is joint. */
        readonly have: readonly NodeId[];
        readonly voters: number;
        readonly need: number;
        readonly missing: readonly { readonly id: NodeId; readonly because: Absence }[];
        readonly leader: NodeId | undefined;
        /** The leader's Match of every voter, descending: what it knows, which after an election is little at first. */
        readonly matches: readonly LogIndex[];
        /** Up to there the leader may commit by what it has counted: the need-th largest of these, as the rule is. */
        readonly counted: LogIndex;
        /** What some member knows to be committed, and so is, for ever. */
        readonly commit: LogIndex;
      }
  );

type EntryInspection = Extract<Inspection, { type: 'entry' }>;

/** Undefined for an entry that is committed, or when nobody leads a configuration to commit in. */
export function whyNotCommitted(frame: Frame, inspection: EntryInspection): WhyNotCommitted | undefined {
  if (inspection.on.some((each) => each.committed)) return undefined;
  const conf = currentConfState(frame.nodes);
  if (!conf || conf.voters.length === 0) return undefined;
  const leader = currentLeader(frame.nodes);
  const stable = (id: NodeId) => inspection.on.some((each) => each.id === id && each.has && each.stable);
  const decider = frame.nodes.find(({ id }) => id === leader?.id);
  const quorum = new QuorumRules(frame.config, decider?.settingsInForce);
  if (quorum.isCounted(conf, [...conf.voters, ...conf.votersOutgoing].filter(stable))) {
    if (!leader || quorum.rules.commitsByCounting(inspection.entry.term, leader.term)) return undefined;
    const { entry } = inspection;
    return {
      type: 'olderTerm',
      rule: 'commitsByCounting',
      entryTerm: entry.term,
      term: leader.term,
      leader: leader.id,
    };
  }
  const half = [conf.voters, conf.votersOutgoing]
    .filter((voters) => voters.length > 0)
    .map((voters) => ({ voters, have: voters.filter(stable), need: quorum.needToCommit(voters) }))
    .sort((a, b) => a.have.length - a.need - (b.have.length - b.need))[0];
  if (!half) return undefined;
  const reference = leader?.id ?? half.have[0];
  const match = (id: NodeId) => leader?.progress.find((progress) => progress.id === id)?.match;
  const matches = half.voters.flatMap((id) => match(id) ?? []).sort((a, b) => b - a);
  return {
    type: 'noQuorum',
    rule: 'committedIndex',
    have: half.have,
    voters: half.voters.length,
    need: half.need,
    missing: half.voters
      .filter((id) => !stable(id))
      .map((id) => ({ id, because: absence(frame, id, reference, has(inspection, id)) })),
    leader: leader?.id,
    matches,
    counted: leader === undefined ? 0 : quorum.countedUpTo(half.voters, match),
    commit: clusterCommit(frame.nodes),
  };
}

/** The highest commit index of any member, the killed ones' disks included: nothing up to here can change any more. */
export function clusterCommit(nodes: readonly NodeFrame[]): LogIndex {
  return Math.max(0, ...nodes.map((node) => (node.status === 'killed' ? node.disk : node.view)?.commit ?? 0));
}

function has(inspection: EntryInspection, id: NodeId): boolean {
  return inspection.on.some((each) => each.id === id && each.has);
}
