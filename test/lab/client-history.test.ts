import { describe, expect, it } from 'vitest';
import { judgeHistory } from '../../src/check/linearizability/judge-history.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';

const x = new TextEncoder().encode('x');
const get = { type: 'range', key: x, revision: 0, consistency: 'linearizable' } as const;

async function labWith(config: Partial<LabConfig>): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset(config);
  await lab.step('election');
  await lab.runFor(300);
  return lab;
}

async function leaderOf(lab: Lab): Promise<number> {
  const leaders = (await lab.state()).nodes.filter(({ role }) => role === 'leader');
  return leaders.sort((a, b) => Number(b.term) - Number(a.term))[0]?.id ?? 0;
}

/** x=1 is written, its leader isolated, x=2 written at the next one, and the old leader asked for x. */
async function staleRead(brokenRules: readonly string[]): Promise<Lab> {
  const lab = await labWith({ nodes: 3, checkQuorum: false, brokenRules: [...brokenRules] });
  const old = await leaderOf(lab);
  const write = async (node: number, value: number): Promise<void> => {
    const answer = lab.call({ operation: { type: 'put', key: x, value: new Uint8Array([value]) }, node });
    await lab.runFor(300);
    expect(await answer).toMatchObject({ status: 'ok' });
  };
  await write(old, 49);
  await lab.act({ type: 'isolate', node: old });
  await lab.runFor(3000);
  await write(await leaderOf(lab), 50);
  void lab.call({ operation: get, node: old }).catch(() => undefined);
  await lab.runFor(300);
  return lab;
}

describe('what clients saw of a run', () => {
  it('has a read that no order explains where a leader reads without asking, with its faults and elections', async () => {
    const lab = await staleRead(['readLocally']);
    const { seen, calls, of, marks, unjudged } = await lab.clientHistory();
    expect(unjudged).toBeUndefined();
    expect(seen.map(({ call }) => `${call.label} ${call.status}`)).toEqual([
      'put x=1 ok',
      'put x=2 ok',
      'get x ok',
    ]);
    const verdict = judgeHistory({ model: 'etcd', calls });
    if (verdict.type !== 'impossible') throw new Error(verdict.type);
    expect(of[verdict.first]).toBe(2);
    expect(verdict.contradiction.map((call) => of[call])).toEqual([1, 2]);
    expect(marks.map((mark) => (mark.type === 'fault' ? mark.command : mark.type))).toEqual([
      'leader',
      'isolate',
      'leader',
    ]);
    // Before the read came nothing is wrong.
    await lab.seekEvent((seen[2]?.invoked ?? 0) - 1);
    const before = await lab.clientHistory();
    expect(before.seen.length).toBe(2);
    expect(judgeHistory({ model: 'etcd', calls: before.calls }).type).toBe('linearizable');
  });

  it('can be explained where the rule is kept: nobody knows what came of the read', async () => {
    const lab = await staleRead([]);
    const { seen, calls } = await lab.clientHistory();
    expect(seen[2]).toMatchObject({ call: { status: 'pending' }, returned: undefined });
    expect(judgeHistory({ model: 'etcd', calls }).type).toBe('linearizable');
  });

  it('is not judged where somebody has written who is not among the calls', async () => {
    const lab = await labWith({ nodes: 1 });
    const body = new TextEncoder().encode('{"key":"eA==","value":"MQ=="}');
    const answer = lab.http({ node: 1, method: 'POST', path: '/v3/kv/range', body });
    await lab.runFor(300);
    await answer;
    expect((await lab.clientHistory()).unjudged).toBeUndefined();
    const written = lab.http({ node: 1, method: 'POST', path: '/v3/kv/put', body });
    await lab.runFor(300);
    expect((await written).status).toBe(200);
    expect((await lab.clientHistory()).unjudged).toBe('httpWrites');
  });
});
