/** Grammars that come with the page: for logs that many have, and to begin one's own from. */
export interface GrammarPreset {
  /** Its words are `foreign:preset.NAME`. */
  readonly name: 'etcdPlain' | 'labs' | 'leveled' | 'calls';
  readonly text: string;
  /** Lines that it reads, to see it at work. */
  readonly sample: string;
}

export const grammarPresets: readonly GrammarPreset[] = [
  {
    name: 'etcdPlain',
    text: `# etcd 3.4 with its old logger: two forms of lines, of etcd and of its raft library
line: {time} {level} | {type}: {text}
line: raft{time} {level}: {text}
role follower: became follower at term {term}
role precandidate: became pre-candidate at term {term}
role candidate: became candidate at term {term}
role leader: became leader at term {term}
`,
    sample: `2026-11-30 18:05:38.177224 I | etcdserver: starting member 8c3ab668e372916e in cluster 46ca6d2005c27fb1
raft2026/11/30 18:05:38 INFO: 8c3ab668e372916e became follower at term 0
raft2026/11/30 18:05:38 INFO: 8c3ab668e372916e became candidate at term 2
raft2026/11/30 18:05:38 INFO: 8c3ab668e372916e became leader at term 2
`,
  },
  {
    name: 'labs',
    text: `# Course labs: a count of tenths of milliseconds, a topic of four letters, the server, what it says
unit: 100us
line: {time} {type} S{node} {text}
role candidate: starts election in T{term}
role leader: wins election in T{term}
role follower: is follower in T{term}
send: -> S{to} {id}
receive: <- S{from} {id}
`,
    sample: `000412 TIMR S1 starts election in T1
000413 VOTE S1 -> S0 req-1 asks for a vote
000418 VOTE S0 <- S1 req-1 gets asked
000431 LEAD S1 wins election in T1
`,
  },
  {
    name: 'leveled',
    text: `# A date, a level, a node in brackets, what it says
line: {time} {level} [{node}] {text}
role leader: became leader in term {term}
role candidate: became candidate in term {term}
role follower: became follower in term {term}
`,
    sample: `2026-03-01 12:00:00.120 INFO [n1] became candidate in term 1
2026-03-01 12:00:00.131 INFO [n1] became leader in term 1
`,
  },
  {
    name: 'calls',
    text: `# What clients asked and were answered: such a history can be judged
unit: ms
line: {time} {client} {text}
invoke write: puts {key} = {value}
ok write: has put {key}
invoke read: gets {key}
ok read: got {key} = {value}
fail write: was refused
info write: timed out
`,
    sample: `10 alice puts x = 1
14 alice has put x
20 bob gets x
23 bob got x = 1
`,
  },
];
