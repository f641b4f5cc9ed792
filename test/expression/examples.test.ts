import { describe, expect, it } from 'vitest';
import { compileText, isCompiled } from '../../src/expression/compile.ts';
import { cloneMemory } from '../../src/expression/step-view.ts';
import { formatValue } from '../../src/expression/value.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { Member } from '../../src/node/member.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

const accepted = [
  'node(3).role == leader && term(3) >= 4',
  'message.type == MsgAppResp && message.reject',
  'commit(2) >= 5',
  'violation',
  'violation("ElectionSafety")',
  'rule("isUpToDate")',
  'was(node(3).role) == leader',
  'any(n in nodes, n.role == candidate) && leader == none',
  // Those of the field, as they are asked for.
  'node(3).role == leader && node(3).term >= 4',
  'node(3).role == StateLeader',
  'key("a").modRevision > 7',
  'client("A").last.status == unknown',
  "client('A').last.status in [unknown, failed]",
  'node(2).key("a").value == "1"',
  'count(n in nodes, n.role == leader) > 1',
  'all(n in voters, n.commit >= 5)',
  'any(m in messages, m.type == MsgSnap && m.fate == held)',
  'all(e in entries(2), e.index <= 5 || !e.committed)',
  'count(leader == none) > 100',
  'leader.progress(2).state == StateProbe && leader.progress(2).paused',
  'config.joint || 4 in config.learners',
  'decided("voteRejected", "logBehind")',
  'lease("694d71f64e9e0b05").remaining < 500',
  'lease(0x694d71f64e9e0b05) == none',
  'link(1, 2).cut && node(3).disk.stuck',
  'term(2) == 18446744073709551615',
  'node(3).log(5).term != node(1).log(5).term',
  'call(7).status == ok && call(7).value startsWith "x"',
  'message.type == "MsgVote"',
];

describe('conditions', () => {
  it.each(accepted)('%s', (text) => {
    const compiled = compileText(text);
    expect(compiled).toHaveProperty('evaluate');
    if (isCompiled(compiled)) expect(compiled.type.kind).toBe('boolean');
  });

  it.each([
    ['node(3).comit', 8, 5, 'there is no field `comit` of a node; did you mean `commit`?'],
    ['message.type == MsgAppRes', 16, 9, '`MsgAppRes` is not a type of message; did you mean `MsgAppResp`?'],
    ['commit(2) >= ', 13, 0, 'the text ends where a value should be'],
    ['commit(2) = 5', 10, 1, '`=` has no meaning here; write `==`'],
    ['commit(2 >= 5', 13, 0, 'the text ends where `)` or `,` should be'],
  ])('%s: an error at %i', (text, at, length, message) => {
    expect(compileText(text)).toMatchObject({ type: 'error', at, length, message });
  });

  it('is asked after every step, and remembers', async () => {
    const config = parseConfig({ seed: 1 });
    const cluster = await Cluster.create(config, new InProcessHost(Member), new NoWatcher());
    const text = '[count(leader == none), count(true), count(changed(leader)), max(n in nodes, n.term)]';
    const compiled = compileText(text);
    if (!isCompiled(compiled)) throw new Error(compiled.message);
    const memory = compiled.newMemory();
    const { world } = cluster;
    let without = 0;
    let value = compiled.evaluate({ event: undefined, world }, memory);
    without++;
    for (let i = 0; i < 800; i++) {
      await cluster.run({ until: Infinity, events: 1 });
      value = compiled.evaluate({ event: world.last, world }, memory);
      const leads = [...world.machines.values()].some(({ image }) => image?.view().state === 'StateLeader');
      if (!leads) without++;
    }
    // What it remembers is plain data: a copy goes on as well.
    const copies = [cloneMemory(memory), structuredClone(memory)];
    await cluster.run({ until: Infinity, events: 1 });
    const shown = [memory, ...copies].map((one) =>
      formatValue(compiled.evaluate({ event: world.last, world }, one), compiled.type),
    );
    expect(new Set(shown).size).toBe(1);
    expect(shown[0]).toContain('802');
    expect(without).toBeLessThan(800);
    expect(formatValue(value, compiled.type)).toBe(`[${without}, 801, 1, 1]`);
  });
});
