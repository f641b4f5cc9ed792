import { expect, test } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

async function labWith(config: Parameters<Lab['reset']>[0]): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset(config);
  return lab;
}

test('time stands right before the next decision, beyond the record and in it', async () => {
  const lab = await labWith({ nodes: 3, seed: 4, preVote: false });
  const found: string[] = [];
  for (;;) {
    const decision = await lab.nextDecision(1, 5000);
    if (decision === undefined) break;
    const { events } = await lab.state();
    expect(events).toBe(decision.event - 1);
    found.push(`${decision.event} ${decision.answers[decision.right]?.code}`);
    await lab.seekEvent(decision.event);
  }
  expect(found.length).toBeGreaterThanOrEqual(3);
  // Then there is nothing but heartbeats: looking for more has changed nothing.
  expect((await lab.state()).events).toBe(Number(found.at(-1)?.split(' ')[0]));
  const last = Number(found.at(-1)?.split(' ')[0]);
  const again = await lab.decisions({ node: 1, from: 1, to: last });
  expect(again.map(({ event, answers, right }) => `${event} ${answers[right]?.code}`)).toEqual(found);
  // In the record they are found again, one after the other, and nothing is added to it.
  const hash = await lab.live().then(() => lab.hash());
  await lab.seekEvent(0);
  expect((await lab.nextDecision(1))?.event).toBe(again[0]?.event);
  await lab.live();
  expect(await lab.hash()).toBe(hash);
});

test('a leader that checks its quorum and hears nobody steps down: that is its decision', async () => {
  const lab = await labWith({ nodes: 3, seed: 4, checkQuorum: true });
  await lab.runUntil('election');
  const leader = present((await lab.state()).nodes.find(({ role }) => role === 'leader')?.id, 'a leader');
  await lab.act({ type: 'isolate', node: leader });
  for (;;) {
    const decision = present(await lab.nextDecision(leader), 'it looks at its quorum');
    if (decision.asked.type === 'quorumCheck' && decision.asked.heard.length === 1) {
      expect(decision.answers[decision.right]).toEqual({
        code: 'stepDown',
        numbers: { term: decision.before.term },
      });
      expect(decision.rule).toBe('deposesSilentLeader');
      break;
    }
    await lab.seekEvent(decision.event);
  }
});

test('a node that there is not, a stretch that there is not', async () => {
  const lab = await labWith({ nodes: 3 });
  await expect(lab.nextDecision(7)).rejects.toThrow('there is no node 7 in this run');
  await expect(lab.decisions({ node: 1, from: 0, to: 99 })).rejects.toThrow('there is no event 99');
});
