import { ruleCatalogue, type SwitchName } from '../../../node/rules.ts';

/** What each switch takes out, and what comes of it: the catalogue's own sentences. */
const what = Object.fromEntries(ruleCatalogue.map((entry) => [entry.switch, entry.summary])) as Readonly<
  Record<SwitchName, string>
>;

export const rules = {
  title: 'Rules',
  hint: 'Each switch takes one rule out of the members of a run. The checks see what comes of it.',
  open: 'Rules to break',
  search: 'Find a rule',
  none: 'No rule is called that.',
  count_one: '{{count}} rule',
  count_other: '{{count}} rules',
  protects: 'protects',
  found: 'seen in',
  nodes_one: '{{count}} node',
  nodes_other: '{{count}} nodes',
  steps: 'shortest known: {{count}} steps',
  showIt: 'Show a run that breaks it',
  searchIt: 'Search for a run that breaks it',
  list: 'The list of rules, with runs that break them',
  showItOf: 'Show a run that breaks {{rule}}',
  newRun: 'New run with these switches',
  newRunHint:
    'A run is what its settings make of it: switches count from its beginning. The run that is open stays among the labs.',
  switched_one: '{{count}} switch on',
  switched_other: '{{count}} switches on',
  allOff: 'All off',
  unknown: 'There is no run that breaks a rule named {{name}}; there are: {{names}}.',
  opened: '{{rule}}: {{what}}',
  more: 'All rules',
  refused: 'This cannot be: {{reason}}',
  noRun: 'takes nothing out that is promised',
  issue: 'etcd issue {{issue}}',
  without: 'Issues of etcd that cannot come back here',
  group: {
    elections: 'Elections',
    replication: 'Replication and commit',
    disks: 'Disks',
    snapshots: 'Snapshots',
    membership: 'Membership',
    reads: 'Reads',
    liveness: 'Keeping the group alive',
    clients: 'Clients, leases and watches',
    issues: 'Faults that etcd had',
  },
  layer: {
    raft: 'Raft',
    storage: 'storage',
    member: 'member',
    etcd: 'etcd',
    client: 'client',
  },
  withoutPath: {
    issue14685:
      'A crash in the middle of a defragmentation. There is no file of bbolt’s here that it would rewrite; what came of it, data without their index, is dataBeforeIndex.',
    issue17247:
      'A cache of the database’s read buffer was shared between transactions. There is no such cache here: watches are fed from the records themselves.',
    issue18055:
      'A second snapshot removed the file of the first before that was opened. Here a snapshot is installed from what was received, in one step with its write.',
    issue20271:
      'A defragmentation put the old database over the one that a snapshot had just brought. There is no such file here, and nothing can come between the two.',
  },
  what,
  /** Where it was seen outside of classrooms. */
  wild: {
    voteTwice:
      'A specification once used the number of a server for “nobody”, and let two leaders be elected in term 1.',
    voteInMemory:
      'The reason why etcd marks such writes as to be synced, and holds the answer back until they are.',
    termInMemory: 'Shown by a counterexample for the first TLA+ specification of Raft.',
    compareLengthOnly: 'A frequent mistake of course implementations.',
    electedByHalf:
      'Tools that promote a member of the smaller side by hand; development builds of Redis-Raft, as Jepsen found in 2020.',
    commitOldTerms: 'Figure 8 of the paper, and the most common wrong belief about Raft.',
    truncateAlways: 'The classic mistake with AppendEntries, says MIT’s guide for students.',
    followerCommitsAll: 'In MIT’s guide for students: the index of the last new entry.',
    acknowledgeOwnLast: 'In MIT’s guide for students: matchIndex from the length of the log.',
    acknowledgeBeforeFsync: 'Why fsync errors end a process, and why test suites inject them.',
    applyBeforeDurable:
      'etcd up to 3.5.4 with one member: what was acknowledged could be gone after a crash.',
    dataBeforeIndex:
      'etcd 3.5.0 to 3.5.5 in a defragmentation; users of braft: “the log was executed twice”.',
    answerBeforeCommit: 'Whatever acknowledges on the primary alone, as asynchronous replication does.',
    snapshotOnTop: 'A typical mistake of its users, say the authors of braft.',
    acceptOldSnapshot: 'Related to two snapshots in a short time, which made a member of etcd fall.',
    arbitrary: 'Figure 10 of the paper; RethinkDB 2.1.5 and 2.2.3, as Jepsen found in 2016.',
    campaignUnapplied: 'Asked for in etcd in 2017; its published TLA+ specification lacked it until 2026.',
    changeMembersAtOnce: 'Found in 2015 by the author of the thesis in its own algorithm.',
    unawareVoterRefuses: 'A group of etcd’s that added voters could not elect anybody.',
    removedLeaderStays: 'A leader of etcd’s that was removed went on sending heartbeats.',
    disturbingReturn:
      'A switch that failed partly, at Cloudflare in November 2020: more than six hours of trouble.',
    readLocally: 'etcd 0.4.1 by default, as Jepsen found in 2014; Consul in its default mode.',
    readBeforeCommit: 'etcd once dropped such reads, and postpones them since 2021.',
    countOldConfirmations:
      'etcd in 2025: reads that were asked for again took answers that were given before.',
    leaseOutlives: 'Reported of etcd’s raft, sofa-jraft, TiKV and HashiCorp’s raft.',
    silentLowPreVote:
      'etcd, and after it canonical/raft and openraft: a whole group without a leader for ever.',
    retryUnknownWrites: 'Every client library that retries what it does not know.',
    randomApply: 'Maps that are walked in another order, clocks, local settings: named in braft’s notes.',
    deposedRevokes: 'etcd: a leader that stood still for long ended leases that its successor had renewed.',
    watchSkipsHistory: 'Watches that drop what does not fit their buffers.',
    watchFromNow: 'Caches that list again without a revision, and ask a member that is behind.',
    progressAhead: 'etcd up to 3.5.7: caches of Kubernetes took the mark for more than it was.',
    compactionEatsDelete: 'etcd up to 3.5.17: a delete at just the compacted revision was missing.',
    lockWithoutFence: 'Locks of etcd 3.4.3 over things outside of it, as Jepsen found in 2020.',
    indexBeforeData: 'etcd 3.5.0 to 3.5.2: members with different stores after a crash under load.',
    rightsLostInSnapshot: 'etcd 3.5.5: a new member refused what the others applied.',
    watchReplays: 'etcd up to 3.5.7, after a partition: old events once more, behind newer ones.',
    starvedWatchSkips:
      'etcd up to 3.5.12: a slow watch lost what lay between it and a compaction, without a word.',
    revisionFromRecords:
      'etcd up to 3.5.13: after a crash in a compaction the revision was lower than before.',
    txnRangesWhereAsked:
      'etcd up to 3.6: a transaction that reads a compacted revision failed on one member and was applied on the others.',
    futureWatchLowered: 'etcd up to 3.6.1, after a snapshot.',
    futureWatchProgress:
      'etcd up to 3.6.1: a client that resumes at the mark hears what it has not asked for.',
  } as Readonly<Partial<Record<SwitchName, string>>>,
} as const;
