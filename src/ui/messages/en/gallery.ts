export const gallery = {
  title: 'Famous schedules',
  about:
    'Each is a run of this cluster, paused at the instant it is known for. Step back to see what led to it, forward to see what comes of it, or do something else there.',
  open: 'Opened: {{title}}. {{says}}',
  more: 'More',
  drawing: 'Drawing …',
  notDrawn: 'Not drawn: {{reason}}',
  unknown: 'The gallery has nothing called {{name}}. It has: {{names}}.',
  failed: 'The script of {{name}} does not come to its instant in this version: {{reason}}',
  entry: {
    'split-vote': {
      title: 'Split vote',
      says: 'Two of four ask at the same time and have two votes each: nobody gets three, and the term ends without a leader.',
    },
    'two-leaders-one-term': {
      title: 'Two leaders in one term',
      says: 'A voter that votes twice in one term (a rule is off) makes two leaders of it: election safety is broken.',
    },
    'figure-7': {
      title: 'Figure 7: every kind of log',
      says: 'The seven logs of the Raft paper’s figure 7: short, long and wrong ones, which the leader that comes will repair.',
    },
    'figure-8': {
      title: 'Figure 8: a majority is not enough',
      says: 'An entry of term 2 is on a majority, and the leader of term 4 may not commit it: go on, and it is overwritten.',
    },
    'new-leaders-empty-entry': {
      title: 'The new leader’s empty entry (no-op)',
      says: 'What was on a majority already waits for the new leader’s own empty entry, and is committed underneath it.',
    },
    'snapshot-install': {
      title: 'Installing a snapshot (MsgSnap)',
      says: 'The follower needs entries that the leader has compacted: the whole state is on its way instead.',
    },
    'split-brain': {
      title: 'Split brain: the network in two parts',
      says: 'Two leaders at once, and only the one on the majority’s side commits; the other’s entries will be thrown away.',
    },
    'disruptive-server': {
      title: 'Disruptive server: the isolated node comes home',
      says: 'Cut off it raised its term again and again; back in the cluster, its term deposes a leader that was well.',
    },
    'ping-pong': {
      title: 'Ping-pong elections',
      says: 'One link is cut, and two nodes depose each other for ever: PreVote alone does not help where a new leader appends nothing (a rule is off).',
    },
    'stuck-node': {
      title: 'The stuck node: a higher term that nobody hears',
      says: 'With CheckQuorum its votes are ignored and it ignores the leader: without the one answer that etcd sends (a rule is off) it never comes back.',
    },
    'prevote-deadlock': {
      title: 'PreVote deadlock (etcd issue 8501)',
      says: 'Switched on in a running cluster: who has the log lacks the term, and nobody ever becomes a candidate (a rule is off).',
    },
    'half-deaf-leader': {
      title: 'Gray failure: a leader that speaks and does not hear',
      says: 'Its heartbeats keep everybody quiet, no acknowledgement reaches it: nothing is committed and nobody takes over.',
    },
    'partial-partition': {
      title: 'Partial partition (as in Cloudflare’s outage of 2020)',
      says: 'The leader reaches one node, that node reaches three: it could lead them all, but hears a leader that does not step down (a rule is off).',
    },
    'stale-read': {
      title: 'Stale read',
      says: 'A deposed leader still trusts its lease and answers x=1 to a linearizable read; x=2 was acknowledged before it was asked.',
    },
    'double-write': {
      title: 'Double write: the retry of a write that had worked',
      says: 'The answer was lost, the write was not; the client tries again, and the same put is applied twice.',
    },
    'lost-write': {
      title: 'Lost write: appended, never committed',
      says: 'A leader that was cut off appended it; the next leader’s entry took its place. Nobody had been told that it was written.',
    },
    'lost-lock': {
      title: 'Lost lock: a lock is not a fence',
      says: 'The owner slept, its lease ran out, another one has the lock: when the first wakes up, both of them write.',
    },
    'disjoint-majorities': {
      title: 'Disjoint majorities',
      says: 'Two members added in one plain step (a rule is off): two of the old three and three of the new five both commit an entry 3.',
    },
    'joint-consensus': {
      title: 'Joint consensus',
      says: 'From 1, 2, 3 to 1, 4, 5: the entry is on all the old members and on no new one, so it is not committed.',
    },
    'leadership-transfer': {
      title: 'Leadership transfer (MsgTimeoutNow)',
      says: 'The leader tells the follower that has caught up to campaign now, and hands over without waiting for a timeout.',
    },
    'majority-lost': {
      title: 'Majority lost: --force-new-cluster',
      says: 'Two of three are gone for good. The one that is left is forced to go on alone, and an acknowledged write is lost.',
    },
  },
} as const;
