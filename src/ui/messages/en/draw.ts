/** Logs drawn by hand. */
export const draw = {
  title: 'Draw logs by hand',
  about:
    'A run begins from these logs, as if each node had written its own: the term of each entry, its term, its vote and how far it knows its log to be committed. Arrows go from place to place; a place that is emptied ends the log. At most {{max}} entries.',
  presets: 'Begin with',
  preset: {
    empty: 'Empty',
    now: 'This run, now',
    figure7: 'Figure 7',
    figure8a: 'Figure 8 (a)',
    figure8b: '(b)',
    figure8c: '(c)',
    figure8d: '(d)',
    figure8e: '(e)',
  },
  does: {
    figure7: 'The Raft paper’s figure 7: n1 is about to lead term 8, n2 to n7 are its followers (a) to (f)',
    figure8a: 'Figure 8 (a): S1 leads term 2 and has replicated entry 2 to S2 alone',
    figure8b: 'Figure 8 (b): S1 has crashed, S5 was elected in term 3 and has another entry 2',
    figure8c: 'Figure 8 (c): S5 has crashed, S1 leads term 4, and its old entry 2 is on a majority',
    figure8d: 'Figure 8 (d): S5 was elected in term 5 and has overwritten entry 2 everywhere',
    figure8e: 'Figure 8 (e): instead S1 has replicated an entry of its own term; then entry 2 is safe',
  },
  node: 'node',
  up: 'runs',
  termOf: 'term of {{node}}',
  voteOf: 'vote of {{node}} in its term',
  commitOf: 'commit index of {{node}}',
  upOf: '{{node}} runs as the run begins',
  entryOf: '{{node}}, term of entry {{index}}',
  add: 'One node more',
  remove: 'One node less',
  noNumber: 'Terms and indexes are whole numbers from 0.',
  notNow: 'This run cannot be drawn: some log no longer begins with its first entry.',
  problem: {
    noSuchNode: '{{node}} is not there.',
    twice: '{{node}} is drawn twice.',
    noTerm: 'Entry {{index}} of {{node}} has term 0, but terms begin at 1.',
    termsFall: 'Entry {{index}} of {{node}} has a lower term than the entry before it.',
    termBehindLog: '{{node}} is in term {{term}}, but its last entry is of term {{lastTerm}}.',
    commitBeyondLog: '{{node}} has committed {{commit}} entries, but its log has {{last}}.',
    voteForNobody: '{{node}} has voted for {{vote}}, which is not there.',
    voteWithoutTerm: '{{node}} has voted, but is in term 0, in which nobody asks for votes.',
  },
  doubt: {
    ElectionSafety:
      'ElectionSafety is broken already: the entries of term {{term}} begin at two places on {{nodes}}, so two leaders have made them.',
    LogMatching:
      'LogMatching is broken already: {{nodes}} have the same term at entry {{index}}, but differ before it.',
    StateMachineSafety:
      'StateMachineSafety is broken already: {{nodes}} have both committed entry {{index}}, and not the same one.',
    QuorumDurability:
      'QuorumDurability is broken already: {{nodes}} has committed up to entry {{index}}, which is not on a majority.',
  },
  sound: 'A cluster that keeps to Raft may come to this.',
  refused: 'It cannot begin: {{reason}}',
  byHand: 'Time stands at first: what happens is picked by hand',
  keep: 'Keep this run',
  begin: 'Begin',
} as const;
