import { propertyNames, properties, type PropertyName } from '../../../check/properties.ts';

/** What each property says is told once, in the table of properties. */
const summaries = Object.fromEntries(
  propertyNames.map((name) => [name, properties[name].summary]),
) as Readonly<Record<PropertyName, string>>;

/** How a property was broken; what stands in them are the fields of the contradiction (ui/safety/raft-words.ts). */
const because = {
  twoLeaders: '{{node}} was elected in term {{term}}, which {{before}} leads already.',
  lacksCommitted: {
    nothing:
      '{{node}} was elected in term {{leaderTerm}} without entry {{index}} (of term {{entryTerm}}), which {{before}} had committed in term {{commitTerm}}.',
    other:
      '{{node}} was elected in term {{leaderTerm}} with another entry {{index}} than the one (of term {{entryTerm}}) that {{before}} had committed in term {{commitTerm}}.',
  },
  leaderSkipped:
    '{{node}}, leader of term {{term}}, had entries up to {{last}} and now appends from {{index}}.',
  leaderRemoved: '{{node}}, leader of term {{term}}, removed its entries from {{index}} on.',
  committedRemoved:
    '{{node}} removed its entries from {{index}} on, though it knew them committed up to {{commit}}.',
  logsDiffer:
    'The log of {{node}} has entry {{index}} of term {{entryTerm}}, and up to it differs from the log of {{before}}, which has it, too.',
  committedTwice:
    'Entry {{index}} was committed as of term {{beforeTerm}} by {{before}}, and as of term {{entryTerm}} by {{node}}.',
  notDurable:
    '{{node}} committed entry {{index}} when it was on the disks of {{have}} alone, of the voters {{voters}}: no majority.',
  wrongSnapshot: {
    nothing:
      '{{node}} took over a snapshot up to entry {{index}} of term {{entryTerm}}, where nothing is committed.',
    other:
      '{{node}} took over a snapshot up to entry {{index}} of term {{entryTerm}}, but the committed entry there is of term {{beforeTerm}}.',
  },
  fellByItself: '{{node}} has fallen by itself: {{reason}}',
  statesDiffer: 'After entry {{index}} the state of {{node}} is another than that of {{before}}.',
  votedTwice: '{{node}} had voted for {{before}} in term {{term}}, and now for {{candidate}}.',
  unjustifiedVote:
    '{{node}}, whose log ends with entry {{ownIndex}} of term {{ownTerm}}, voted in term {{term}} for {{candidate}}, whose log ends with entry {{theirsIndex}} of term {{theirsTerm}}.',
  voteNotDurable: {
    told: '{{node}} told {{candidate}} of its vote in term {{term}} before that was on its disk.',
    counted: '{{candidate}} counted its own vote in term {{term}} before that was on its disk.',
  },
  termFell: {
    memory: 'The term of {{node}} fell from {{from}} to {{to}}.',
    disk: 'The term on the disk of {{node}} fell from {{from}} to {{to}}.',
  },
  illegalRole: '{{node}} was {{from}} and became {{to}}: Raft has no such step.',
  electedWithoutQuorum:
    '{{node}} became leader of term {{term}} by the votes of {{have}} alone, of the voters {{voters}}.',
  termOfFuture: '{{node}}, which is in term {{own}}, sent a {{messageType}} of term {{term}}.',
  strangeOrigin: {
    nobody:
      '{{node}} has an entry {{index}} of term {{entryTerm}} that no log had before, and nobody leads that term.',
    other:
      '{{node}} has an entry {{index}} of term {{entryTerm}} that no log had before, and the leader of that term is {{before}}.',
  },
  entryTermFell:
    'In the log of {{node}}, entry {{index}} is of term {{entryTerm}}, and the one before it of the higher term {{previousTerm}}.',
  entryTermAhead: '{{node}}, which is in term {{term}}, has entry {{index}} of term {{entryTerm}}.',
  indexOrder:
    'Of {{node}}, the index “{{low}}” is {{lowIndex}} and “{{high}}” is {{highIndex}}: they are out of order.',
  committedOldTerm:
    '{{node}}, leader of term {{term}}, committed entry {{index}} of term {{entryTerm}} by counting: only entries of its own term may be.',
  committedUncounted:
    '{{node}} committed entry {{index}}, which only {{have}} had acknowledged, of the voters {{voters}}.',
  commitBeyond:
    '{{node}} took entry {{index}} for committed; its leader said {{said}}, and its log was proven up to {{proven}}.',
  commitSentBeyond:
    '{{node}} told {{peer}} that entry {{index}} is committed, and knew it to have entries up to {{match}} only.',
  ackNotDurable:
    '{{node}} acknowledged entries up to {{index}} to {{peer}}; on its disk they went up to {{durable}}.',
  indexFell: {
    commit: 'The commit index of {{node}} fell from {{from}} to {{to}}.',
    diskCommit: 'The commit index on the disk of {{node}} fell from {{from}} to {{to}}.',
    applied: 'What {{node}} has applied fell from {{from}} to {{to}}.',
  },
  durabilityLost:
    'Entry {{index}} is committed, and is left on the disks of {{have}} alone, of the voters {{voters}}: the others can elect a leader without it.',
  appliedOutOfOrder: '{{node}} had applied up to {{applied}} and went on with {{index}}.',
  appliedUncommitted: '{{node}} applied up to {{applied}}, and only entries up to {{commit}} are committed.',
  revisionsDiffer: 'At revision {{revision}} the state of {{node}} is another than that of {{before}}.',
  wrongSnapshotState:
    'The snapshot up to entry {{index}} that {{node}} sent has another state than the one that {{before}} sent.',
  wrongSnapshotConf:
    'The snapshot up to entry {{index}} that {{node}} sent has another configuration than was in force there.',
  notReplaced:
    '{{node}} installed the snapshot up to entry {{index}} that {{before}} had sent, and has another state than is in it.',
  malformedConf: {
    noVoters: 'The configuration of {{node}} has no voters.',
    learnerVotes: 'In the configuration of {{node}} somebody both votes and learns.',
    learnersNext:
      'In the configuration of {{node}} somebody is to become a learner who is no voter that leaves.',
    autoLeave: 'The configuration of {{node}} is to be left by itself and is not joint.',
    progress: '{{node}}, a leader, has no Progress for a member, or has one for a stranger.',
  },
  bigStep:
    '{{node}} went from the voters {{from}} to {{to}} in one step: two voters or more at once, and not through a joint configuration.',
  noOverlap:
    '{{node}} could act by the majority {{others}}, and {{before}} by {{have}}: they have nobody in common.',
  confUnapplied:
    '{{node}}, the leader, appended a change of members, entry {{index}}, before it had applied the one before, entry {{pending}} (applied: {{applied}}).',
  campaignUnapplied:
    '{{node}} campaigned, though it had not applied the committed change of members in entry {{index}} (applied: {{applied}}).',
  confUncommitted:
    'A change of members, entry {{index}}, came to {{node}} when it did not know the one before, entry {{pending}}, to be committed (commit: {{commit}}).',
  learnerActs: '{{node}} is a learner of its own configuration and became {{role}}.',
  unsoundProgress:
    '{{node}}, whose log ends at {{last}}, has a Progress of {{peer}} that cannot be: {{state}}, Match {{match}}, Next {{next}}, {{inflight}} in flight.',
  matchUntrue:
    '{{node}} believes that {{peer}} has its log up to {{match}}; on the disk of {{peer}} it is not, which goes up to {{durable}}.',
  staleReadIndex:
    '{{node}} served a linearizable read at index {{index}}, and entries up to {{committed}} were committed when it was asked for.',
  readUnapplied: '{{node}} served a read of index {{index}} when it had applied up to {{applied}}.',
  leaseOverlap:
    '{{node}}, leader of term {{term}}, served a read by its lease when {{before}} had committed in term {{commitTerm}}.',
  leaseIgnored:
    '{{node}} had heard its leader, {{lead}}, and should have ignored {{candidate}}, which campaigned in term {{term}}, for {{remainingTicks}} ticks more.',
};

/** What is stalled, and why (ui/safety/stall-words.ts). */
const stall = {
  since: 'Stalled since {{seconds}} s.',
  noLeader: 'Nobody leads. {{chances}}',
  leaderFell: '{{leader}} led term {{term}} with nothing disturbing it, and now the term is {{newTerm}}.',
  notCommitted:
    '{{leader}} leads with entries up to {{index}}, and only entries up to {{commit}} are committed.',
  notApplied: '{{node}} has applied up to {{applied}}, and entries up to {{commit}} are committed.',
  notCaughtUp: '{{node}} has the leader’s log up to {{match}} only, not to {{last}}.',
  zombie:
    '{{leader}} leads term {{term}}, and no majority answers it: by CheckQuorum it should have stepped down.',
  transferOpen: 'The transfer of leadership from {{leader}} to {{to}} does not end.',
  transferFailed:
    'The transfer of leadership from {{leader}} to {{to}} was given up, though nothing stood in its way.',
  readOpen: 'A read waits at {{node}} for its read index.',
  jointOpen: '{{leader}} leads a joint configuration that should have been left by itself.',
  leaseOpen: 'Lease {{lease}} has ended, and {{node}} has not revoked it.',
  watchOpen: 'Watches of {{node}} were told up to revision {{told}}, and its store is at {{revision}}.',
  chance: {
    wins: '{{node}} could win an election.',
    notVoter: '{{node}} is no voter.',
    unappliedConf: '{{node}} may not campaign: it has not applied a change of members.',
    pendingSnapshot: '{{node}} may not campaign: it waits for a snapshot.',
    fails: '{{node}} would not win: {{answers}}.',
  },
  answer: {
    down: '{{voter}} is down',
    unreachable: '{{voter}} is not reached',
    inLease: '{{voter}} ignores it for {{ticks}} ticks more, as it has heard {{lead}}',
    logBehind: '{{voter}} refuses, as its log ends with entry {{ownIndex}} of term {{ownTerm}}',
  },
};

export const safety = {
  title: 'What is checked',
  explain_one: 'Checked after every event of every node: {{count}} step so far.',
  explain_other: 'Checked after every event of every node: {{count}} steps so far.',
  holds_one: 'holds, {{count}} step checked',
  holds_other: 'holds, {{count}} steps checked',
  violated: 'broken',
  ruleBroken: 'rule broken',
  kind: {
    promise: 'holds',
    rule: 'kept',
    progress: 'as it should',
    clients: 'holds',
  },
  part: {
    unsound: 'What does not hold',
    elections: 'Elections and terms',
    logs: 'Logs',
    commits: 'Commitment and durability',
    states: 'State machines and snapshots',
    configuration: 'Configuration',
    replication: 'What leaders believe of members',
    reads: 'Reads and leases of leaders',
    members: 'Members',
    progress: 'Progress in calm time',
    clients: 'What clients see',
    watches: 'Watches',
    leases: 'Leases',
  },
  meaning: {
    promise: 'A promise is broken: this is damage.',
    rule: 'A rule is broken, and no promise yet: damage may follow from it later, or never.',
    progress: 'Nothing is broken: the run is stalled, and may go on yet.',
    clients: 'A promise to clients is broken: they can prove it by what they were answered.',
  },
  halt: 'Stop playing where a property is found broken',
  broken: '{{property}} is broken.',
  promise: 'What was promised:',
  all: 'Everything that is checked',
  more_one: 'and {{count}} more violation',
  more_other: 'and {{count}} more violations',
  here: 'event {{event}}, {{seconds}} s',
  earlier: 'contradicts event {{event}}',
  afterForged:
    'A forged message was taken before, in event {{event}}: this may be the forger’s doing, and not the protocol’s.',
  afterForgot:
    'In event {{event}} a member had begun whose disk had lost what it had said it had synced: no protocol keeps its promises then.',
  inevitable: 'When did it become inevitable?',
  shrink: 'Shrink to the smallest run that breaks it',
  shrunkByHand_one: 'It takes {{count}} step by hand, of {{nodes}} nodes.',
  shrunkByHand_other: 'It takes {{count}} steps by hand, of {{nodes}} nodes.',
  shrunkByTime_one: 'It takes {{count}} command, of {{nodes}} nodes.',
  shrunkByTime_other: 'It takes {{count}} commands, of {{nodes}} nodes.',
  openSmall: 'Open the small run beside this one (new tab)',
  keepRule_one: 'The same with the rule kept',
  keepRule_other: 'The same with the rules kept',
  kept: 'With every rule kept, the same schedule breaks no promise.',
  keptBroken: 'With every rule kept, the same schedule breaks {{properties}} all the same.',
  keptDone_one: '{{count}} step was done again.',
  keptDone_other: '{{count}} steps were done again.',
  keptLeftOut_zero: 'None had to be left out.',
  keptLeftOut_one: '{{count}} could not be done there and is left out.',
  keptLeftOut_other: '{{count}} could not be done there and are left out.',
  openKept: 'Open it beside this one (new tab)',
  property: summaries,
  because,
  stall,
  stalled: 'stalled',
} as const;
