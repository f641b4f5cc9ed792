import { describe, expect, it } from 'vitest';
import { outcomeOf } from './run-text.ts';

const one = ['cluster voters=1', 'campaign 1', 'client c1 at=1'];
const three = ['cluster voters=1,2,3', 'campaign 1', 'client c1 at=1', 'client c2 at=2'];

describe('calls of a script’s clients', () => {
  it('tell everything about the keys they touch', async () => {
    expect(
      await outcomeOf(
        ...one,
        'c1 put a=1',
        'expect c1 status=ok rev=2 error=- a.mod=2 b.mod=-',
        'c1 put a=2 prevKv',
        'expect c1 a.value=1 a.mod=2',
        'c1 put b="two words"',
        'c1 get b',
        'expect c1 value="two words" create=4 mod=4 version=1 count=1 lease=-',
        'c1 get a end=c',
        'expect c1 keys=[a=2, b=two words] count=2 more=false',
        'c1 get a end=c limit=1 sort=mod order=descend',
        'expect c1 keys=[b=two words] more=true',
        'c1 get prefix="" countOnly',
        'expect c1 count=2 none=true',
        'c1 get from=b keysOnly',
        'expect c1 keys=[b=]',
        'c1 get c',
        'expect c1 none value=- mod=-',
        'c1 get a rev=2 serializable',
        'expect c1 value=1',
        'c1 del prefix=a prevKv',
        'expect c1 deleted=1 a.value=2 rev=5',
        'c1 put a=1 ignoreValue',
        'expect c1 status=failed error=value-provided',
        'c1 put a ignoreValue',
        'expect c1 error=key-not-found',
        'expect rev=5 compact=0 kv.b="two words" kv.a=-',
      ),
    ).toBe('passed');
  });

  it('take transactions with every compare, in every order', async () => {
    const holds = [
      'version(a)=2',
      'version(a)!=1',
      'version(a)>1',
      'version(a)<3',
      'create(a)=2',
      'mod(a)=3',
      'mod(a)>2',
      'mod(a) < 4',
      'value(a)=2',
      'value("a")="2"',
      'value(a)>1',
      'lease(a)=0',
      'version(none)=0',
      'mod(none)=0',
      'mod(a,c)>2',
      'mod(prefix=a)=3',
      'version(a)=2 and mod(a)=3',
      'version(a)=2, mod(a)=3',
      'version(a)=2 && mod(a)=3',
    ];
    const fails = [
      'version(a)=1',
      'value(a)<2',
      'mod(a,c)=3',
      'lease(a)=L',
      'version(a)=2 and mod(a)=4',
      'value(none)=x',
    ];
    const lines = [...one, 'c1 put a=1', 'c1 put a=2', 'c1 put b=1'];
    for (const compare of holds)
      lines.push(`c1 txn if ${compare} then get a`, 'expect c1 succeeded=true a.value=2');
    for (const compare of fails)
      lines.push(`c1 txn if ${compare} then get a`, 'expect c1 succeeded=false a.value=-');
    expect(await outcomeOf(...lines)).toBe('passed');
  });

  it('nest transactions and refuse what etcd refuses', async () => {
    expect(
      await outcomeOf(
        ...one,
        'c1 txn then put a=1, put b=2, txn ( if version(a)=0 then put c=3 else del z ), get c',
        'expect c1 succeeded=true rev=2 c.value=3 c.mod=2',
        'expect get prefix="": keys=[a=1,b=2,c=3]',
        'c1 txn then txn (then put d=1, txn (if mod(d)=0 then put e=f(x))), get d',
        'expect c1 succeeded=true d.value=1 e.mod=3',
        'expect get d: mod=3 value=1',
        'c1 del prefix=d',
        'c1 txn then put a=1, put a=2',
        'expect c1 status=failed error=duplicate-key',
        'c1 txn if mod(a)=9 then else del prefix=""',
        'expect c1 succeeded=false rev=5',
        'c1 txn else get a',
        'expect c1 succeeded=true',
        'c1 compact 99',
        'expect c1 status=failed error=future-revision',
        'c1 compact 5',
        'expect c1 status=ok',
        'c1 compact 5',
        'expect c1 error=compacted',
        'expect 1 compact=5',
      ),
    ).toBe('passed');
  });

  it('end by an answer, surely without effect, or nobody knows', async () => {
    expect(
      await outcomeOf(
        ...three,
        'c1 put a=1',
        'expect c1 status=ok',
        'crash 2',
        'c2 put a=2',
        'expect c2 status=failed error=unhealthy',
        'isolate 1',
        'c1 put a=3',
        'expect c1 status=unknown error=-',
        'expect c1 status!=ok',
        'crash 1',
        'expect c1 status=unknown error=stopped',
        'restart 1,2',
        'heal',
        'tick 30',
        'expect 1,2,3 kv.a=3 rev=3',
        'c2 at=2 retry',
        'expect c2 status=ok',
        'expect 1,2,3 kv.a=2',
      ),
    ).toBe('passed');
  });

  it('are given up when their time is over, and an answer that comes then is not heard', async () => {
    expect(
      await outcomeOf(
        'cluster voters=1,2,3',
        'campaign 1',
        'client c1 at=1 timeout=5',
        'hold 1>2,1>3',
        'c1 put a=1',
        'tick 4',
        'expect c1 status=unknown error=-',
        'tick 1',
        'expect c1 status=unknown error=timeout',
        'release',
        'expect 1,2,3 kv.a=1',
        'expect c1 status=unknown',
        'c1 get a',
        'expect c1 status=ok value=1',
      ),
    ).toBe('passed');
  });

  it('read what is newest, from any member, or wait', async () => {
    expect(
      await outcomeOf(
        ...three,
        'propose 1 a=1',
        'isolate 2',
        'propose 1 a=2',
        'c2 get a',
        'expect c2 status=unknown',
        'c2 get a serializable',
        'expect c2 value=1 rev=2',
        'c2 get a',
        'heal',
        'tick 6',
        'expect c2 status=ok value=2 rev=3',
      ),
    ).toBe('passed');
  });

  it('are refused when there is nothing to do them with', async () => {
    expect(await outcomeOf('cluster voters=1', 'c1 put a=1')).toBe(
      '2: expected a client of this script (), got c1',
    );
    expect(await outcomeOf(...one, 'client c1 at=1')).toBe('4: expected no client c1 yet, got c1 is there');
    expect(await outcomeOf(...one, 'c1 retry')).toBe(
      '4: expected a call to make again, got c1 has made none',
    );
    expect(await outcomeOf(...one, 'pause c1', 'c1 put a=1')).toBe('5: expected c1 acts, got c1 is paused');
    expect(await outcomeOf(...one, 'resume c1')).toBe('4: expected c1 is paused, got c1 is not');
    expect(await outcomeOf(...one, 'progress w')).toBe('4: expected a watch of this script, got w');
    expect(await outcomeOf(...one, 'c1 S.write v=1')).toBe('4: expected a store of this script, got S');
    expect(await outcomeOf(...one, 'crash 1', 'c1 watch w key=a')).toBe(
      '5: expected n1 is up, got n1 is down',
    );
    expect(await outcomeOf(...one, 'expect bob status=ok')).toBe(
      '4: expected a client, a watch or a store of this script, got bob',
    );
    expect(await outcomeOf(...one, 'continue K9')).toBe('4: expected a lesson that can be continued, got K9');
    expect(await outcomeOf(...one, 'c1 put a=1', 'expect c1 colour=red')).toMatch(
      /^5: expected one of the fields/,
    );
  });
});

describe('leases of a script', () => {
  it('end after their ticks at the leader, together with their keys, on all members alike', async () => {
    expect(
      await outcomeOf(
        ...three,
        'c2 lease grant L ttl=15',
        'expect c2 status=ok ttl=15 rev=1',
        'c2 put a=1 lease=L',
        'c2 put b=1 lease=L',
        'expect get a: lease=L',
        'expect 1 lease.L.remaining=15 lease.L.ttl=15 lease.L.keys=[a,b]',
        'expect 2 lease.L.remaining=- lease.L.ttl=15',
        'tick 14',
        'expect 1 lease.L.remaining=1 kv.a=1',
        'tick 1',
        'expect 1,2,3 kv.a=- kv.b=- rev=4 lease.L.ttl=-',
        'c1 put a=1 lease=L',
        'expect c1 error=lease-not-found',
      ),
    ).toBe('passed');
  });

  it('are renewed through any member, and revoked by hand', async () => {
    expect(
      await outcomeOf(
        ...three,
        'c1 lease grant L ttl=10',
        'c1 put a=1 lease=L',
        'tick 8',
        'c2 lease keepalive L',
        'expect c2 status=ok ttl=10',
        'tick 8',
        'c2 lease timetolive L',
        'expect c2 ttl=1',
        'expect 1,2,3 kv.a=1',
        'c2 lease revoke L',
        'expect 1,2,3 kv.a=- rev=3',
        'c2 lease keepalive L',
        'expect c2 ttl=0',
        'c2 lease timetolive L',
        'expect c2 ttl=-1',
        'c2 lease revoke L',
        'expect c2 status=failed error=lease-not-found',
        'c1 lease grant L ttl=10',
        'c1 lease grant L ttl=10',
        'expect c1 error=lease-exists',
      ),
    ).toBe('passed');
  });

  it('are the leader’s to end: without one they stay', async () => {
    expect(
      await outcomeOf(
        ...three,
        'c1 lease grant L ttl=10',
        'c1 put a=1 lease=L',
        'isolate 1,2,3',
        'tick 40',
        'expect 1,2,3 kv.a=1',
        'c2 lease keepalive L',
        'expect c2 status=unknown',
      ),
    ).toBe('passed');
  });
});

describe('watches of a script', () => {
  it('tell what they are asked for and nothing else', async () => {
    expect(
      await outcomeOf(
        ...one,
        'c1 watch all prefix="" from=1',
        'c1 watch puts key=a noDelete',
        'c1 watch dels key=a noPut prevKv',
        'c1 watch some key=b end=d',
        'c1 put a=1',
        'c1 put b=1',
        'c1 del a',
        'c1 txn then put c=1, put d=1',
        'expect all responses=4 events=[put a@2, put b@3, del a@4, put c@5, put d@5] next=6',
        'expect puts responses=1 events=[a=1@2]',
        'expect dels events=[del a@4]',
        'expect some events=[b@3,c@5]',
        'expect some events!=[b@3]',
        'c1 cancel some',
        'expect some cancelled',
        'c1 put b=2',
        'expect some events=[b@3,c@5]',
      ),
    ).toBe('passed');
  });

  it('from the future stay silent until it comes', async () => {
    expect(
      await outcomeOf(
        ...one,
        'c1 watch w key=a from=4',
        'c1 put a=1',
        'c1 put a=2',
        'expect w events=[]',
        'c1 put a=3',
        'expect w events=[a@4]',
      ),
    ).toBe('passed');
  });

  it('from the very edge of compaction hear of deletions there, too', async () => {
    const history = [...one, 'c1 put a=1', 'c1 put b=1', 'c1 txn then del a, put b=2, del c', 'c1 compact 4'];
    expect(
      await outcomeOf(
        ...history,
        'c1 watch w prefix="" from=4',
        'expect w events=[del a@4, put b@4]',
        'c1 watch b key=b from=4',
        'expect b events=[put b@4]',
        'c1 watch late key=a from=3',
        'expect late cancelled compactRevision=4 events=[]',
        'c1 put a=2',
        'expect w events=[del a@4, put b@4, put a@5]',
        'c1 watch again prefix="" from=4',
        'expect again events=[del a@4, put b@4, put a@5]',
      ),
    ).toBe('passed');
    expect(await outcomeOf(...history, 'c1 watch w key=a from=4', 'expect w events=[del a@4]')).toBe(
      'passed',
    );
  });

  it('are lost with their member, and go on elsewhere from where they were', async () => {
    expect(
      await outcomeOf(
        ...three,
        'c2 watch w key=a from=2',
        'c1 put a=1',
        'crash 2',
        'c1 put a=2',
        'expect w events=[a@2]',
        'c2 at=3 resume w',
        'c1 put a=3',
        'expect w events=[a@2,a@3,a@4]',
        'c2 resume w from=3',
        'expect w events=[a@2,a@3,a@4,a@3,a@4]',
      ),
    ).toBe('passed');
  });

  it('wait for a client that is paused', async () => {
    expect(
      await outcomeOf(
        ...three,
        'c2 watch w key=a',
        'pause c2',
        'c1 put a=1',
        'expect w events=[]',
        'resume c2',
        'expect w events=[a@2]',
        'c2 pause',
        'expect w progress=-',
      ),
    ).toBe('passed');
  });
});

describe('locks of a script', () => {
  it('are held in turn', async () => {
    expect(
      await outcomeOf(
        ...three,
        'client c3 at=3',
        'c1 lease grant L1 ttl=100',
        'c2 lease grant L2 ttl=100',
        'c3 lease grant L3 ttl=100',
        'c1 lock m lease=L1',
        'c2 lock m lease=L2',
        'c3 lock m lease=L3',
        'expect c1 owner=m token=2',
        'expect c2 owner=- token=-',
        'expect lock m: owner=c1 token=2 waiting=[c2,c3]',
        'c2 unlock m',
        'expect lock m: owner=c1 waiting=[c3]',
        'c1 unlock m',
        'expect c3 owner=m token=4',
        'c3 lease revoke L3',
        'expect lock m: owner=- token=- waiting=[]',
      ),
    ).toBe('passed');
  });

  it('are no fence: whoever believes to own one writes outside, unless the outside looks at tokens', async () => {
    const story = [
      ...three,
      'c1 lease grant L1 ttl=20',
      'c1 lock m lease=L1',
      'c1 S.write v=0',
      'pause c1',
      'tick 21',
      'c2 lease grant L2 ttl=20',
      'c2 lock m lease=L2',
      'c2 S.write v=2',
      'resume c1',
      'c1 S.write v=1',
    ];
    const [cluster = '', ...rest] = story;
    const last = 'expect S.log=[c1:0,c2:2,c1:1] violation=MutualExclusion';
    expect(await outcomeOf(cluster, 'store S', ...rest, last)).toBe('passed');
    expect(await outcomeOf(cluster, 'store S', ...rest)).toMatch(
      /^15: expected no violation, got violation MutualExclusion/,
    );
    expect(await outcomeOf(cluster, 'store S', ...rest, 'expect violation MutualExclusion')).toBe('passed');
    expect(await outcomeOf(cluster, 'store S fencing', ...rest, 'expect S.log=[c1:0,c2:2] violation=-')).toBe(
      'passed',
    );
    expect(
      await outcomeOf(cluster, 'store S', ...rest, last, 'with fencing:', 'expect S.log=[c1:0, c2:2]'),
    ).toBe('passed');
  });
});

describe('judgements', () => {
  it('find the stale read, and the true past in it', async () => {
    const stale = [...three, 'propose 1 x=1', 'isolate 3', 'propose 1 x=2', 'sread 3 x'];
    expect(await outcomeOf(...stale, 'expect serializable=ok linearizable=illegal')).toBe('passed');
    expect(await outcomeOf(...stale, 'expect linearizable=ok')).toBe(
      '9: expected linearizable=ok, got linearizable=illegal',
    );
    expect(
      await outcomeOf(...three, 'propose 1 x=1', 'sread 3 x', 'expect serializable=ok linearizable=ok'),
    ).toBe('passed');
  });

  it('find a state that never was', async () => {
    expect(
      await outcomeOf(
        'cluster voters=1,2,3 bug=randomApply@2',
        'campaign 1',
        'propose 1 x=1',
        'sread 2 x',
        'expect serializable=illegal',
        'expect violation StateHashAgreement at rev=2 node=2',
      ),
    ).toBe('passed');
  });

  it('allow a write without an answer at any later time, or never', async () => {
    const open = [
      ...three,
      'cut 2>1,3>1',
      'c1 put x=1',
      'expect c1 status=unknown',
      'sread 2 x',
      'crash 1',
      'heal',
    ];
    expect(await outcomeOf(...open, 'sread 2 x', 'expect linearizable=ok')).toBe('passed');
    expect(
      await outcomeOf(...open, 'tick 14', 'sread 2 x', 'expect sread 2 x: value=1', 'expect linearizable=ok'),
    ).toBe('passed');
  });

  it('know of deletions, ranges, transactions and leases that end', async () => {
    expect(
      await outcomeOf(
        ...three,
        'c1 lease grant L ttl=10',
        'c1 put a=1 lease=L',
        'c1 put b=1',
        'c2 get a',
        'c1 del prefix=b',
        'c2 get b',
        'c1 txn if mod(c)=0 then put c=1 else put c=2',
        'c2 get c',
        'tick 12',
        'c2 get a',
        'expect c2 none',
        'c1 put a=2',
        'c2 get a',
        'expect c2 value=2',
        'expect linearizable=ok serializable=ok',
      ),
    ).toBe('passed');
  });

  it('of histories by hand go by the clock and by each key', async () => {
    expect(
      await outcomeOf(
        'history A: w1[0,1] put x=1 ; w2[2,3] put x=2 ; r3[4,5] get x=1',
        'history B: w1[0,3] put x=1 ; w2[2,5] put x=2 ; r3[6,7] get x=1',
        'history C: w1[0,1] put x=1 ; w2[2,3] del x ; r3[4,?] get x=1 ; r4[4,5] get x=nil',
        'history D: w1[0,1] put "a b"="1 2"; r2[1,2] get "a b"="1 2" ; r3[2,3] get y=nil',
        'expect A=illegal B=ok C=ok D=ok',
      ),
    ).toBe('passed');
    expect(
      await outcomeOf(
        'history A: w1[0,1] put x=1 ; s2[2,3] cas x=1,2 ; r3[4,5] get x=2',
        'history B: w1[0,1] put x=1 ; s2[2,5] cas x=1,2 ; s3[2,5] cas x=1,3',
        'history C: w1[0,1] put x=1 ; s2[2,5] cas x=1,2 ; s3[2,5] cas x=1,3 failed ; r4[6,7] get x=2',
        'history D: s1[0,1] cas x=nil,1 ; s2[2,3] cas x=nil,2 failed ; r3[4,5] get x=1',
        'history E: w1[0,1] put x=1 ; s2[2,?] cas x=1,2 ; r3[9,10] get x=1 ; r4[11,12] get x=2',
        'history F: w1[0,1] put x=1 ; s2[2,3] cas x=1,2 failed',
        'expect A=ok B=illegal C=ok D=ok E=ok F=illegal',
      ),
    ).toBe('passed');
    expect(await outcomeOf('history A: w1[0,1] put x=1', 'expect B=ok')).toBe(
      '2: expected the name of a history, got B',
    );
  });

  it('hold when one of several ways holds', async () => {
    expect(await outcomeOf(...one, 'expect 1 role=F or 1 role=L')).toBe('passed');
    expect(await outcomeOf(...one, 'expect 1 role=F or rev=9 or get a: value=1')).toBe(
      '4: expected n1 role=F or rev=9 or value=1, got n1 role=L and rev=1 and value=-',
    );
  });
});
