import { assert, present } from '../../base/assert.ts';
import { loadLesson } from '../course/catalogue.ts';
import type { GalleryEntry } from './gallery-entry.ts';

/** The famous schedules, in the order in which they are shown: elections, logs, networks, clients, members. */
export const gallery: readonly GalleryEntry[] = [
  {
    name: 'split-vote',
    picture: 'stage',
    at: 'node(1).granted == [1, 3] && node(2).granted == [2, 4] && count(message.type == MsgVoteResp && message.reject) == 2',
    script: `
cluster voters=1,2,3,4 rto=1:10,2:10,3:19,4:19
manual
tick 10 raw
ready 1,2
deliver 1>3 MsgVote
deliver 2>4 MsgVote
ready 3,4
auto
expect 1,2,3,4 term=1 lead=0
expect 3 vote=1
expect 4 vote=2
rto 1:11,2:14
tick 11
expect 1 role=L term=2`,
  },
  {
    name: 'two-leaders-one-term',
    picture: 'stage',
    at: 'violation("ElectionSafety")',
    script: `
cluster voters=1,2,3 bug=voteTwice
manual
campaign 1
campaign 3
ready 1
deliver 1>2 MsgVote
ready 2
deliver 2>1 MsgVoteResp
expect 1 role=L term=1
ready 3
deliver 3>2 MsgVote
ready 2
deliver 2>3 MsgVoteResp
expect 3 role=L term=1
expect violation ElectionSafety`,
  },
  {
    name: 'figure-7',
    picture: 'logs',
    at: 'node(7).log(11).term == 3',
    lesson: 'R4',
  },
  {
    name: 'figure-8',
    picture: 'logs',
    at: 'node(1).progress(3).match == 2 && leader.id == 1',
    lesson: 'R5',
  },
  {
    name: 'new-leaders-empty-entry',
    picture: 'logs',
    at: 'leader.id == 2 && node(3).log(2).term == 1 && node(2).last == 3 && commit(2) == 1',
    lesson: 'R6',
  },
  {
    name: 'snapshot-install',
    picture: 'logs',
    at: 'any(m in messages, m.type == MsgSnap)',
    script: `
cluster voters=1,2,3
campaign 1
crash 3
propose 1 a=1
propose 1 b=2
propose 1 c=3
compact 1
propose 1 d=4
restart 3
manual
tick 1
ready 1
deliver 1>3 MsgHeartbeat
ready 3
deliver 3>1 MsgHeartbeatResp
ready 1
deliver 1>3 MsgApp
ready 3
deliver 3>1 MsgAppResp
ready 1
auto
expect 3 first=6 commit=5 kv.d=4`,
  },
  {
    name: 'split-brain',
    picture: 'stage',
    at: 'count(n in nodes, n.role == leader) == 2 && commit(3) == 3 && node(1).last == 3',
    lesson: 'R3',
  },
  {
    name: 'disruptive-server',
    picture: 'time',
    at: 'role(1) == follower && term(1) == 6',
    script: `
cluster voters=1,2,3
campaign 1
isolate 3
tick 60
expect 3 role=C term=5
expect 1 role=L term=1
heal
tick 10
expect 3 role=L term=6
expect 1,2 role=F term=6 lead=3`,
  },
  {
    name: 'ping-pong',
    picture: 'time',
    at: 'term(1) == 9 && role(1) == leader',
    lesson: 'P5',
  },
  {
    name: 'stuck-node',
    picture: 'time',
    at: 'term(3) == 12 && role(3) == candidate && role(1) == leader',
    script: `
cluster voters=1,2,3 checkQuorum bug=silentLowTerm
campaign 1
isolate 3
tick 60
heal
propose 1 x=1
tick 140
expect 1 role=L term=1 commit=2
expect 3 role=C commit=1 kv.x=-`,
  },
  {
    name: 'prevote-deadlock',
    picture: 'time',
    at: 'time >= 60000 && all(n in nodes, n.role == preCandidate)',
    script: `
cluster voters=1,2,3 preVote bug=silentLowPreVote
load 1 log=1 term=9 commit=1
load 2 log=1,1 term=6 commit=1
load 3 log=1,1,1 term=3 commit=1
tick 100
expect 1 role=P term=9
expect 2 role=P term=6
expect 3 role=P term=3
expect msgs MsgVote=0`,
  },
  {
    name: 'half-deaf-leader',
    picture: 'stage',
    at: 'time >= 30000 && role(1) == leader && node(1).last == 2',
    script: `
cluster voters=1,2,3
campaign 1
cut 2>1,3>1
propose 1 x=1
tick 60
expect 1 role=L term=1 commit=1
expect 2,3 role=F term=1 lead=1 commit=1
expect msgs MsgHup=1`,
  },
  {
    name: 'partial-partition',
    picture: 'stage',
    at: 'time >= 30000 && role(1) == leader && role(3) == preCandidate',
    script: `
cluster voters=1,2,3,4,5 preVote checkQuorum bug=noStepDown
campaign 1
cut 1-3,1-4,1-5,2-5,3-5,4-5
propose 1 x=1
tick 60
expect 1 role=L term=1 commit=1
expect 2 role=F term=1 lead=1 commit=1
expect 3,4,5 role=P term=1`,
  },
  {
    name: 'stale-read',
    picture: 'stage',
    at: 'client("c1").last.stale',
    script: `
cluster voters=1,2,3 lease
client c1 at=1
client c2 at=2
campaign 1
c1 put x=1
isolate 1
tick 12
expect 2 role=L term=2
c2 put x=2
c1 get x
expect violation Linearizability
expect c1 status=ok
expect linearizable=illegal`,
  },
  {
    name: 'double-write',
    picture: 'logs',
    at: 'node(2).revision == 3',
    script: `
cluster voters=1,2,3
campaign 1
client c1 at=1 timeout=5
cut 2>1,3>1
c1 put n=1
tick 5
expect c1 status=unknown
crash 1
heal
tick 14
expect 2 role=L commit=3 kv.n=1 rev=2
c1 at=2 retry
expect 2,3 rev=3`,
  },
  {
    name: 'lost-write',
    picture: 'logs',
    at: 'role(1) == follower && node(1).log(2).term == 2',
    script: `
cluster voters=1,2,3
campaign 1
isolate 1
propose 1 x=1
expect 1 last=2 commit=1
tick 12
expect 2 role=L term=2
heal
tick 1
expect 1 log=1,2 kv.x=-`,
  },
  {
    name: 'lost-lock',
    picture: 'stage',
    at: 'count(k in keys("m/"), true) == 1 && client("c2").last.kind == "txn"',
    lesson: 'K7',
  },
  {
    name: 'disjoint-majorities',
    picture: 'logs',
    at: 'violation("StateMachineSafety")',
    lesson: 'M6',
  },
  {
    name: 'joint-consensus',
    picture: 'stage',
    at: 'config.joint && node(2).last == 3 && node(3).last == 3 && commit(1) == 2',
    script: `
cluster voters=1,2,3 spare=4,5
campaign 1
conf 1 joint v4 v5 r2 r3 explicit
expect 1 cs=[1,4,5]&&[1,2,3]
cut 1-4,1-5,2-4,2-5,3-4,3-5
propose 1 x=1
expect 1 commit=2 last=3
heal
tick 1
expect 1 commit=3
conf 1 leave
expect 1,4,5 cs=[1,4,5]`,
  },
  {
    name: 'leadership-transfer',
    picture: 'stage',
    at: 'any(m in messages, m.type == MsgTimeoutNow)',
    script: `
cluster voters=1,2,3 preVote checkQuorum
campaign 1
propose 1 x=1
transfer 1 3
expect 3 role=L term=2
expect 1,2 role=F term=2 lead=3`,
  },
  {
    name: 'majority-lost',
    picture: 'stage',
    at: 'status(1) == killed && status(2) == killed && node(3).term == 5',
    script: `
cluster voters=1,2,3
campaign 1
isolate 3
propose 1 x=1
expect 1,2 commit=2 kv.x=1
crash 1,2
heal
tick 60
expect 3 role=C commit=1 kv.x=-
forcenew 3
tick 20
expect 3 role=L cs=[3] kv.x=-
expect violation StateMachineSafety`,
  },
];

/** The entry of this name; undefined: there is none. */
export function galleryEntry(name: string): GalleryEntry | undefined {
  return gallery.find((entry) => entry.name === name);
}

/** The lab script of its run. */
export async function scriptOf(entry: GalleryEntry): Promise<string> {
  if ('script' in entry) return entry.script;
  const lesson = present(await loadLesson(entry.lesson), `there is a lesson ${entry.lesson}`);
  const [run] = lesson.runs;
  assert('script' in run, 'a run of the course is a script');
  return run.script;
}
