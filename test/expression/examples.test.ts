import { describe, expect, it } from 'vitest';
import { compileText, isCompiled } from '../../src/expression/compile.ts';
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
    expect(without).toBeLessThan(800);
    expect(formatValue(value, compiled.type)).toBe(`[${without}, 801, 1, 1]`);
  });
});
