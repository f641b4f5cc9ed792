import { describe, expect, it } from 'vitest';
import { outcomeOf } from './run-text.ts';

const three = 'cluster voters=1,2,3';

describe('the world of a script', () => {
  it('says on which line what was expected and what there was', async () => {
    expect(await outcomeOf(three, 'campaign 1', '', 'expect 1,2 role=L term=1')).toBe(
      '4: expected n2 role=L, got n2 role=F',
    );
    expect(await outcomeOf(three, 'expect msgs MsgVote=1')).toBe('2: expected MsgVote=1, got MsgVote=0');
    expect(await outcomeOf(three, 'tick 10', 'expect 1 term>=2')).toBe(
      '3: expected n1 term>=2, got n1 term=1',
    );
    expect(await outcomeOf(three, 'expect 1 kv.x=1')).toBe('2: expected n1 kv.x=1, got n1 kv.x=-');
    expect(await outcomeOf(three, 'expect 1 reads=r1@2')).toBe('2: expected n1 reads=r1@2, got n1 reads=');
  });

  it('refuses what cannot be done, with the reason', async () => {
    expect(await outcomeOf('tick 1')).toBe('1: expected a cluster first, got tick without a cluster');
    expect(await outcomeOf(three, 'campaign 4')).toBe('2: expected a node of this cluster (1,2,3), got 4');
    expect(await outcomeOf(three, 'cut 1>4')).toBe('2: expected a node of this cluster (1,2,3), got 4');
    expect(await outcomeOf(three, 'restart 1')).toBe('2: expected n1 is down, got n1 is up');
    expect(await outcomeOf(three, 'crash 1', 'expect 1 role=F')).toBe('3: expected n1 is up, got n1 is down');
    expect(await outcomeOf(three, 'manual', 'ready 1')).toBe(
      '3: expected n1 has a Ready, got n1 has nothing to do',
    );
    expect(await outcomeOf(three, 'manual', 'campaign 1', 'ready 1', 'deliver 1>2 MsgApp')).toBe(
      '5: expected a MsgApp in flight from n1 to n2, got in flight there: MsgVote',
    );
    expect(await outcomeOf(three, 'deliver 1>2')).toBe(
      '2: expected a message in flight from n1 to n2, got nothing is in flight there',
    );
  });

  it('gives later nodes longer timers, up to 19 ticks, the same after every reset', async () => {
    expect(
      await outcomeOf(
        'cluster voters=1,2,3,4,5,6,7',
        'isolate 1,2,3,4,5,6,7',
        'tick 57',
        'expect 1 term=5',
        'expect 2 term=4',
        'expect 5 term=3',
        'expect 6 term=3',
        'expect 7 term=3',
        'rto 7:3',
        'tick 3',
        'expect 7 term=4',
      ),
    ).toBe('passed');
  });

  it('loses what is on a cut link, keeps what is on a held one, and heals both', async () => {
    expect(
      await outcomeOf(
        three,
        'manual',
        'campaign 1',
        'hold 1>3',
        'ready 1',
        'cut 1>2',
        'auto',
        'expect 1 role=C',
        'expect 2,3 term=0',
        'heal',
        'expect 1 role=L',
        'expect 3 term=1 vote=1',
        'expect msgs MsgVote=2 MsgVoteResp=1',
      ),
    ).toBe('passed');
  });

  it('loses at a crash what is on its way to the node, not what comes from it', async () => {
    expect(
      await outcomeOf(
        three,
        'manual',
        'campaign 1',
        'ready 1',
        'crash 2',
        'restart 2',
        'crash 1',
        'auto',
        'expect 2 term=0',
        'expect 3 term=1 vote=1',
      ),
    ).toBe('passed');
  });

  it('settles only the nodes it is told to', async () => {
    expect(
      await outcomeOf(
        three,
        'manual',
        'campaign 1',
        'settle only=1,2',
        'expect 1 role=L',
        'expect 2 lead=1',
        'expect 3 term=0',
        'settle',
        'expect 3 lead=1',
      ),
    ).toBe('passed');
  });

  it('leaves everything lying after a raw tick and in manual mode', async () => {
    expect(await outcomeOf(three, 'tick 10 raw', 'expect 1 role=C', 'expect msgs MsgHup=1 MsgVote=0')).toBe(
      'passed',
    );
    expect(await outcomeOf(three, 'manual', 'tick 10', 'expect 1 role=C', 'auto', 'expect 1 role=L')).toBe(
      'passed',
    );
  });

  it('reports a snapshot that was lost as failed and one that arrived as finished', async () => {
    const behind = [
      three,
      'campaign 1',
      'crash 3',
      'propose 1 a=1',
      'propose 1 b=2',
      'compact 1',
      'restart 3',
    ];
    const asked = [
      'manual',
      'tick 1',
      'ready 1',
      'deliver 1>3',
      'ready 3',
      'deliver 3>1',
      'ready 1',
      'deliver 1>3',
      'ready 3',
      'deliver 3>1',
      'ready 1',
    ];
    expect(
      await outcomeOf(
        ...behind,
        'mark',
        ...asked,
        'discard 1>3',
        'expect msgs MsgSnap=1 MsgSnapStatus=1',
        'expect 1 pr.3=Probe:1/2',
      ),
    ).toBe('passed');
    expect(
      await outcomeOf(
        ...behind,
        'mark',
        ...asked,
        'deliver 1>3 MsgSnap',
        'expect msgs MsgSnapStatus=1',
        'expect 1 pr.3=Probe:1/4',
      ),
    ).toBe('passed');
  });

  it('sends in a snapshot what the sender has applied by then, though an older one was kept', async () => {
    expect(
      await outcomeOf(
        three,
        'campaign 1',
        'crash 3',
        'propose 1 a=1',
        'compact 1',
        'propose 1 b=2',
        'restart 3',
        'tick 1',
        'expect 1 first=3',
        'expect 3 first=4 last=3 applied=3 kv.a=1 kv.b=2 rev=3',
      ),
    ).toBe('passed');
  });

  it('counts a dropped proposal of any kind', async () => {
    expect(
      await outcomeOf(three, 'propose 1 a=1', 'conf 1 l3', 'expect msgs ErrProposalDropped=2 MsgProp=0'),
    ).toBe('passed');
  });

  it('shows a raft that falls as the failure of the line', async () => {
    const last = '18446744073709551615';
    expect(await outcomeOf(three, `load 1 log=1 commit=1 term=${last}`, 'campaign 1')).toMatch(
      /^3: expected raft goes on, got it fell: /,
    );
  });

  it('keeps a forced new cluster to what was committed, with the others removed, as etcd does', async () => {
    const forced = ['campaign 1', 'propose 1 a=1', 'isolate 1'];
    expect(
      await outcomeOf(
        three,
        ...forced,
        'forcenew 1',
        'expect 1 cs=[1] log=1,1,1,1 commit=4 kv.a=1',
        'tick 10',
        'expect 1 role=L commit=5',
      ),
    ).toBe('passed');
    // Where an entry was not committed, another of the same index and term stands now, in a history of its own: nothing is lost.
    expect(
      await outcomeOf(
        three,
        ...forced,
        'propose 1 b=2',
        'forcenew 1',
        'expect 1 cs=[1] commit=4 kv.a=1 kv.b=-',
        'tick 10',
        // A script in which nothing is expected fails at any report. The two that are left go on in the old history; what they commit there is not held against node 1, nor its log against theirs.
        'campaign 2',
        'propose 2 c=3',
        'expect 2,3 kv.a=1 kv.c=3',
        'propose 1 d=4',
        'expect 1 kv.d=4 kv.c=-',
      ),
    ).toBe('passed');
    // Who lacks what was committed loses it: that is reported.
    const behind = ['campaign 1', 'isolate 3', 'propose 1 a=1', 'crash 1,2', 'heal', 'forcenew 3'];
    expect(await outcomeOf(three, ...behind, 'expect violation StateMachineSafety node=3')).toBe('passed');
  });

  it('writes the voters that become learners when a joint configuration is left as LN[..]', async () => {
    const demoting = ['cluster voters=1,2,3 learners=5 spare=4', 'campaign 1', 'conf 1 joint l3 v4 explicit'];
    expect(await outcomeOf(...demoting, 'expect 1,2,3,4 cs=[1,2,4]&&[1,2,3]L[5]LN[3]')).toBe('passed');
    expect(await outcomeOf(...demoting, 'expect 1 cs=[1,2,4]&&[1,2,3]L[5]')).toBe(
      '4: expected n1 cs=[1,2,4]&&[1,2,3]L[5], got n1 cs=[1,2,4]&&[1,2,3]L[5]LN[3]',
    );
    expect(await outcomeOf(...demoting, 'conf 1 leave', 'expect 1,2,3,4 cs=[1,2,4]L[3,5]')).toBe('passed');
  });

  it('loads an empty log where none is named', async () => {
    expect(
      await outcomeOf(
        three,
        'load 1 term=7',
        'load 2 term=3 vote=3',
        'expect 1 log= term=7 vote=0 commit=0 last=0',
        'expect 2 log= term=3 vote=3',
      ),
    ).toBe('passed');
  });
});
