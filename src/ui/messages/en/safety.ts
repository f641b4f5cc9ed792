export const safety = {
  title: 'Safety properties',
  explain_one: 'Checked after every event of every node: {{count}} step so far.',
  explain_other: 'Checked after every event of every node: {{count}} steps so far.',
  holds_one: 'holds, {{count}} step checked',
  holds_other: 'holds, {{count}} steps checked',
  violated: 'violated',
  halt: 'Stop playing where a property is found broken',
  broken: '{{property}} is broken.',
  promise: 'What was promised:',
  all: 'All safety properties',
  more_one: 'and {{count}} more violation',
  more_other: 'and {{count}} more violations',
  here: 'event {{event}}, {{seconds}} s',
  earlier: 'contradicts event {{event}}',
  afterForged:
    'A forged message was taken before, in event {{event}}: this may be the forger’s doing, and not the protocol’s.',
  inevitable: 'When did it become inevitable?',
  property: {
    ElectionSafety: 'At most one leader is elected in a term.',
    LeaderAppendOnly: 'A leader never overwrites or removes entries of its log; it only appends.',
    LogMatching:
      'If two logs have an entry of the same index and term, they are the same in all entries up to it.',
    LeaderCompleteness:
      'An entry that was committed in a term is in the logs of the leaders of all later terms.',
    StateMachineSafety:
      'No two members ever have different entries committed, and so applied, at the same index.',
    QuorumDurability: 'What a leader commits is on the disks of a majority of the voters.',
    StateHashAgreement: 'Members that have applied the same entries have the same state.',
    MemberSoundness:
      'No member falls by itself: what clients and faults do to it never breaks its own program.',
  },
  because: {
    twoLeaders: '{{node}} was elected in term {{term}}, which {{before}} leads already.',
    lacksCommitted: {
      nothing:
        '{{node}} was elected in term {{term}} without entry {{index}} (of term {{entryTerm}}), which {{before}} had committed in term {{commitTerm}}.',
      other:
        '{{node}} was elected in term {{term}} with another entry {{index}} than the one (of term {{entryTerm}}) that {{before}} had committed in term {{commitTerm}}.',
    },
    leaderSkipped:
      '{{node}}, leader of term {{term}}, had entries up to {{last}} and now appends from {{index}}.',
    leaderRemoved: '{{node}}, leader of term {{term}}, removed its entries from {{index}} on.',
    committedRemoved:
      '{{node}} removed its entries from {{index}} on, though it knew them committed up to {{commit}}.',
    logsDiffer:
      'The log of {{node}} has entry {{index}} of term {{term}}, and differs before it from another log that has it, too.',
    committedTwice:
      'Entry {{index}} was committed as of term {{beforeTerm}} by {{before}}, and as of term {{term}} by {{node}}.',
    notDurable:
      '{{node}} committed entry {{index}} when it was on {{have}} of {{voters}} disks ({{on}}). A majority is {{need}}.',
    wrongSnapshot: {
      nothing:
        '{{node}} took over a snapshot up to entry {{index}} of term {{term}}, where nothing is committed.',
      other:
        '{{node}} took over a snapshot up to entry {{index}} of term {{term}}, but the committed entry there is of term {{beforeTerm}}.',
    },
    fellByItself: '{{node}} has fallen by itself: {{reason}}',
    statesDiffer: 'After entry {{index}} the state of {{node}} is another than that of {{before}}.',
  },
} as const;
