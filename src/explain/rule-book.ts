import { RULES, type RuleName } from '../raft/rules.ts';

/** Where a rule is written: in which section of what, and a link to that. */
export interface WrittenRule {
  readonly section: string;
  readonly link: string;
}

const PAPER = 'https://raft.github.io/raft.pdf';
const THESIS = 'https://github.com/ongardie/dissertation/blob/master/stanford.pdf';
const GO_RAFT = 'https://pkg.go.dev/go.etcd.io/raft/v3';
const ETCD = 'https://etcd.io/docs/v3.4';

/** What is not a rule of the algorithm whose removal breaks a promise, and decides all the same. */
const others = {
  /** Whoever hears a newer term enters it, and whoever hears an older one takes no notice. */
  newestTerm: { section: 'paper 5.1', link: PAPER },
  /** Messages have a meaning only for the role that they are sent to. */
  roles: { section: 'paper 5.1, figure 4', link: PAPER },
  /** Who hears a leader within an election timeout keeps to it. */
  followsLeader: { section: 'paper 5.2', link: PAPER },
  /** Messages may be lost, late, twice and out of order. */
  networkLoses: { section: 'paper 2', link: PAPER },
  /** Nothing answers for a process that is down, and what it had in memory is gone. */
  serversStop: { section: 'paper 2 and 5.5', link: PAPER },
  /** Term, vote and log are on disk before anybody is told of them. */
  diskFirst: { section: 'paper 5.1, figure 2; thesis 10.2.1', link: PAPER },
  /** Committed entries are applied in their order. */
  appliesInOrder: { section: 'paper 5.3, figure 2', link: PAPER },
  /** Only a voter of its own configuration campaigns, and nobody whose state is still a snapshot under way. */
  onlyVotersCampaign: { section: 'paper 6; thesis 4.2.1', link: PAPER },
  /** Ask first whether one would win. */
  preVote: { section: 'thesis 9.6', link: THESIS },
  /** The leader brings its successor up to date and lets it campaign at once; it gives up after an election timeout. */
  leadershipTransfer: { section: 'thesis 3.10', link: THESIS },
  /** One change of members at a time; a joint configuration is left before the next. */
  oneChangeAtATime: { section: 'thesis 4.1; paper 6', link: THESIS },
  /** Where the logs agree is not known: one message at a time, until it is answered. */
  probesOnce: { section: 'etcd/raft: Progress, StateProbe', link: `${GO_RAFT}/tracker#StateType` },
  /** So many messages with entries may be unanswered. */
  inflightWindow: {
    section: 'etcd/raft: Config.MaxInflightMsgs',
    link: `${GO_RAFT}#Config`,
  },
  /** Who lacks entries that the leader has no more gets its state, and nothing else until that is told to have arrived. */
  sendsSnapshot: {
    section: 'paper 7; etcd/raft: Progress, StateSnapshot',
    link: `${GO_RAFT}/tracker#StateType`,
  },
  /** A leader that checks its quorum does so once an election timeout. */
  checkQuorum: { section: 'thesis 6.2; etcd/raft: Config.CheckQuorum', link: `${GO_RAFT}#Config` },
  /** A learner gets entries and has no say. */
  learnersHaveNoSay: { section: 'thesis 4.2.1', link: THESIS },
  /** Changes go to the leader: whoever else is asked sends them on to it, or waits for one. */
  leaderTakesProposals: { section: 'paper 5.1 and 8; thesis 6.2', link: PAPER },
  /** A leader takes no more than so many bytes that are not committed. */
  uncommittedLimit: {
    section: 'etcd/raft: Config.MaxUncommittedEntriesSize',
    link: `${GO_RAFT}#Config`,
  },
  /** A read is answered from what is applied, up to its read index. */
  readsWhatIsApplied: { section: 'thesis 6.4; paper 8', link: THESIS },
  /** What an answer of etcd's promises, and what it does not where there is none. */
  apiGuarantees: { section: 'etcd: API guarantees', link: `${ETCD}/learning/api_guarantees/` },
  /** A call is answered when what it asks for is done: a change is committed and applied then. */
  answersWhenDone: {
    section: 'etcd: API guarantees, operation completed',
    link: `${ETCD}/learning/api_guarantees/`,
  },
  /** A serializable read asks nobody. */
  serializableReads: {
    section: 'etcd: API guarantees, serializable reads',
    link: `${ETCD}/learning/api_guarantees/`,
  },
  /** What is refused has changed nothing. */
  refusesWithoutEffect: {
    section: 'etcd: API guarantees, strict serializability',
    link: `${ETCD}/learning/api_guarantees/`,
  },
  /** A change of members that would leave too few that have started, or asks while some are away, is refused. */
  strictReconfig: {
    section: 'etcd: runtime reconfiguration, strict reconfiguration check',
    link: `${ETCD}/op-guide/runtime-configuration/`,
  },
  /** A learner is promoted when it has caught up with the leader. */
  learnerReady: { section: 'etcd: learner', link: `${ETCD}/learning/design-learner/` },
  /** A lease runs down at the leader, and a new leader begins anew. */
  leaseTtl: { section: 'etcd: lease', link: `${ETCD}/learning/api/#lease-api` },
  /** What is compacted away is not told any more. */
  compaction: { section: 'etcd: watch, compaction', link: `${ETCD}/learning/api/#watch-api` },
  /** Watches that are behind are caught up in turns. */
  watchCatchUp: { section: 'etcd: watch', link: `${ETCD}/learning/api/#watch-api` },
} as const satisfies Readonly<Record<string, WrittenRule>>;

export type BookRule = keyof typeof others;

/** A rule of raft (raft/rules.ts), or one of the book. */
export type RuleId = RuleName | BookRule;

/** Of a rule of raft's the first of what it names: the paper, the thesis, etcd's raft. */
function linkOf(section: string): string {
  if (section.startsWith('etcd/raft')) return GO_RAFT;
  return section.startsWith('thesis') ? THESIS : PAPER;
}

/** Every rule that an answer may name. */
export const ruleBook: Readonly<Record<RuleId, WrittenRule>> = {
  ...others,
  ...(Object.fromEntries(
    RULES.map(({ name, section }) => [name, { section, link: linkOf(section) }]),
  ) as Record<RuleName, WrittenRule>),
};
