import { describe, expect, it } from 'vitest';
import { runTranscript } from '../../../src/transcript/transcript.ts';

const passes = (text: string) => expect(runTranscript(text)).toBeUndefined();

/** A leader of three with its first entry committed, without a word. */
const quietLeader = `
log-level none
----
ok

add-nodes 3 voters=(1,2,3) index=10
----
ok

campaign 1
----
ok

stabilize
----
ok
`;

describe('the environment of a transcript', () => {
  it('says ok when nothing is said, and nothing but errors at level NONE', () => {
    passes(`${quietLeader}
status 1
----
ok

raft-log 1
----
ok

transfer-leadership from=1 to=2
----
ok

propose 1 a
----
raft proposal dropped

log-level debug
----
ok

process-ready 3
----
<empty Ready>
`);
  });

  it('compares without log lines, on both sides', () => {
    passes(`
add-nodes 1 voters=(1) index=3
----
INFO whatever is said here
  DEBUG and here

campaign 1
----
WARN never said

status 1
----
ok
`);
  });

  it('keeps stabilize quiet for once by its own log level', () => {
    passes(`${quietLeader}
log-level info
----
ok

propose 1 foo
----
ok

stabilize log-level=none
----
ok

raft-log 2
----
1/11 EntryNormal ""
1/12 EntryNormal "foo"
`);
  });

  it('shows several nodes with headers and one without', () => {
    passes(`${quietLeader}
log-level debug
----
ok

propose 1 "foo"
----
ok

process-ready 1 2
----
> 1 handling Ready
  Ready MustSync=true:
  Entries:
  1/12 EntryNormal "\\"foo\\""
  Messages:
  1->2 MsgApp Term:1 Log:1/11 Commit:11 Entries:[1/12 EntryNormal "\\"foo\\""]
  1->3 MsgApp Term:1 Log:1/11 Commit:11 Entries:[1/12 EntryNormal "\\"foo\\""]
> 2 handling Ready
  <empty Ready>

deliver-msgs drop=3
----
dropped: 1->3 MsgApp Term:1 Log:1/11 Commit:11 Entries:[1/12 EntryNormal "\\"foo\\""]

deliver-msgs 2 type=MsgHeartbeat
----
no messages

deliver-msgs 2 type=MsgApp
----
1->2 MsgApp Term:1 Log:1/11 Commit:11 Entries:[1/12 EntryNormal "\\"foo\\""]

process-ready 2
----
Ready MustSync=true:
Entries:
1/12 EntryNormal "\\"foo\\""
Messages:
2->1 MsgAppResp Term:1 Log:0/12
`);
  });

  it('sends snapshots of the application, compacts logs and says what storage refuses', () => {
    passes(`${quietLeader}
log-level debug
----
ok

compact 1 11
----
log is empty: first index=12, last index=11

compact 1 11
----
requested index is unavailable due to compaction

send-snapshot 1 3
----
1->3 MsgSnap Term:1 Log:0/0
  Snapshot: Index:11 Term:1 ConfState:Voters:[1 2 3] VotersOutgoing:[] Learners:[] LearnersNext:[] AutoLeave:false

deliver-msgs drop=(3)
----
dropped: 1->3 MsgSnap Term:1 Log:0/0
  Snapshot: Index:11 Term:1 ConfState:Voters:[1 2 3] VotersOutgoing:[] Learners:[] LearnersNext:[] AutoLeave:false
`);
  });

  it('proposes changes in both forms and shows them by letters', () => {
    passes(`${quietLeader}
log-level debug
----
ok

propose-conf-change 1 v1=true
l4
----
ok

propose-conf-change 1 v1=true transition=implicit
v4
----
v1 conf change can only have one operation and no transition

process-ready 1
----
Ready MustSync=true:
Entries:
1/12 EntryConfChange l4
Messages:
1->2 MsgApp Term:1 Log:1/11 Commit:11 Entries:[1/12 EntryConfChange l4]
1->3 MsgApp Term:1 Log:1/11 Commit:11 Entries:[1/12 EntryConfChange l4]

stabilize log-level=none
----
ok

propose-conf-change 1 transition=explicit
v4 r3 u2
----
ok

stabilize log-level=none
----
ok

full-status
----
1: StateLeader term=1 vote=1 commit=13 applied=13 lead=1 transferee=0 voters=(1 2 4)&&(1 2 3)
2: StateFollower term=1 vote=1 commit=13 applied=13 lead=1 transferee=0 voters=(1 2 4)&&(1 2 3)
3: StateFollower term=1 vote=1 commit=13 applied=13 lead=1 transferee=0 voters=(1 2 4)&&(1 2 3)

raft-log 1
----
1/11 EntryNormal ""
1/12 EntryConfChange l4
1/13 EntryConfChangeV2 v4 r3 u2
`);
  });

  it('says when a storage thread has nothing to do', () => {
    passes(`
add-nodes 2 voters=(1,2) index=5 async-storage-writes=true
----
ok

process-append-thread 1
----
no append work to perform

process-apply-thread 1 2
----
> 1 processing apply thread
  no apply work to perform
> 2 processing apply thread
  no apply work to perform
`);
  });

  it('runs further commands given as input', () => {
    passes(`
log-level none
add-nodes 1 voters=(1) index=2
campaign 1
stabilize
log-level debug
raft-state
----
1: StateLeader (Voter) Term:1 Lead:1
`);
  });

  it('says nothing of an empty snapshot', () => {
    passes(`
add-nodes 2
----
ok

send-snapshot 1 2
----
1->2 MsgSnap Term:0 Log:0/0
`);
  });

  it('refuses a bootstrap at index 1 as an answer, not as a failure', () => {
    passes('add-nodes 1 voters=(1) index=1\n----\nindex must be specified as > 1 due to bootstrap\n');
    passes('add-nodes 1 voters=(1) index=2 read-only=never\n----\ninvalid read-only option "never"\n');
  });
});

describe('a transcript that cannot be run fails by name and line', () => {
  it.each([
    ['juggle 1\n----\nok', { line: 1, reason: 'juggle: unknown command' }],
    ['\n\ncampaign 3\n----\nok', { line: 3, reason: 'campaign: there is no node 3' }],
    ['campaign x\n----\nok', { line: 1, reason: 'campaign: node is no whole number: x' }],
    ['add-nodes 1 voter=(1)\n----\nok', { line: 1, reason: 'add-nodes: unknown argument: voter' }],
    [
      'add-nodes 1 prevote=maybe\n----\nok',
      { line: 1, reason: 'add-nodes: prevote is neither true nor false: maybe' },
    ],
    [
      'deliver-msgs 1 type=MsgNone\n----\nok',
      { line: 1, reason: 'deliver-msgs: unknown message type MsgNone' },
    ],
    [
      'add-nodes 1\n----\nok\n\npropose-conf-change 1\nx3\n----\nok',
      { line: 5, reason: 'propose-conf-change: unknown change: x3' },
    ],
    ['', { line: 1, reason: 'there is no directive in this file' }],
  ])('%j', (text, failure) => expect(runTranscript(text)).toEqual(failure));

  it('shows the first line that differs, and the one before it', () => {
    expect(runTranscript('simple\nv1 v2\n----\nvoters=(1)\n')).toEqual({
      line: 1,
      reason:
        'simple\n  expected | voters=(1)\n  got      | more than one voter changed without entering joint config',
    });
    expect(runTranscript('committed cfg=(1) idx=(7)\n----\n     idx\n>      7    (id=1)\n8\n')?.reason).toBe(
      'committed cfg=1 idx=7\n  after    | >      7    (id=1)\n  expected | 8\n  got      | 7',
    );
  });
});

describe('the tables', () => {
  it('of quorums', () => {
    passes(`
committed cfg=(1,2,11) idx=(100,_,99)
----
       idx
xx>    100    (id=1)
?        0    (id=2)
x>      99    (id=b)
99

committed
----
<empty majority quorum>∞

committed cfg=(1,2) idx=(5)
----
error: mismatched input (explicit or _) for voters map[1:{} 2:{}]: [5]

vote cfg=(1,2) cfgj=(3) votes=(y,y,n)
----
VoteLost

vote cfg=(1,2) cfgj=(2,3) votes=(y,y,_)
----
VotePending
`);
  });

  it('of configuration changes, whose log grows with every directive', () => {
    passes(`
simple
v1
----
voters=(1)
1: StateProbe match=0 next=1

leave-joint
----
can't leave a non-joint config

enter-joint autoleave=true
v11 l3
----
voters=(1 b)&&(1) learners=(3) autoleave
1: StateProbe match=0 next=1
3: StateProbe match=0 next=2 learner
11: StateProbe match=0 next=2
`);
  });
});
