import { describe, expect, it } from 'vitest';
import { makeScripting } from '../../src/app/scripting.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

type Scripting = Record<string, (...args: unknown[]) => Promise<unknown>>;

async function scripting(): Promise<{ lab: Lab; q: Scripting }> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });
  await lab.reset({ nodes: 3, seed: 2 });
  await lab.runFor(2000);
  const made: unknown = makeScripting(Promise.resolve(lab), 'test', Promise.resolve());
  return { lab, q: made as Scripting };
}

/** What a call came to by the time the lab has served it. */
async function ending(lab: Lab, call: Promise<unknown>): Promise<string> {
  const settled = call.then(
    () => 'done',
    (error: unknown) =>
      error instanceof Error ? `refused: ${error.message}` : `not an error: ${String(error)}`,
  );
  const served = async (): Promise<string> => {
    for (let i = 0; i < 10; i++) await lab.hash();
    return 'pending';
  };
  return Promise.race([settled, served()]);
}

const cyclic: Record<string, unknown> = { node: 1 };
cyclic['node'] = cyclic;
const long = 'x'.repeat(100_000);
function nestedTxn(depth: number): object {
  const txn = { type: 'txn', success: [] as object[] };
  let inner = txn;
  for (let i = 1; i < depth; i++) {
    const next: typeof txn = { type: 'txn', success: [] };
    inner.success.push(next);
    inner = next;
  }
  inner.success.push({ type: 'put', key: 'deep', value: 'in' });
  return txn;
}
/** 2^60 ways to the one value at its end. */
let bushy: unknown[] = [];
for (let i = 0; i < 60; i++) bushy = [bushy, bushy];

const odd: readonly unknown[] = [
  null,
  true,
  NaN,
  Infinity,
  1e300,
  -1,
  0.5,
  2 ** 53,
  10n,
  Symbol('odd'),
  long,
  [],
  [[]],
  {},
  { [long]: long },
  { type: long },
  { __proto__: null, node: 1 },
  cyclic,
  [cyclic],
  { success: [cyclic] },
  { type: 'txn', ...nestedTxn(2000) },
  { groups: bushy },
  bushy,
  new Map([['node', 1]]),
  new Date(0),
  () => 1,
  new Uint8Array(3),
  new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('a trap');
      },
      get: () => {
        throw new Error('a trap');
      },
    },
  ),
];

describe('the scripting object', () => {
  it('refuses whatever cannot be, shortly and in words, and goes on', async () => {
    const { lab, q } = await scripting();
    const names = Object.keys(q).filter((name) => typeof q[name] === 'function');
    expect(names.length).toBeGreaterThan(40);
    for (const name of names) {
      for (const value of odd) {
        for (const args of [[value], ['a', value], [1, 2, value], ['a', 'b', value, value, value]]) {
          const said = await ending(lab, q[name]?.(...args) ?? Promise.resolve());
          expect(said.length, `${name}: ${said}`).toBeLessThan(600);
          expect(said, name).not.toMatch(/not an error|call stack|undefined \(reading|is not a function/);
        }
      }
    }
    await lab.reset({ nodes: 3, seed: 2 });
    await lab.runFor(2000);
    expect((await lab.state()).nodes.map(({ status }) => status)).toEqual(['up', 'up', 'up']);
  });

  it('takes nothing but an object where options or a transaction belong', async () => {
    const { lab, q } = await scripting();
    const before = await lab.hash();
    for (const value of [10n, [], null, 'text', new Map(), new Date(0)]) {
      expect(await ending(lab, q['txn']?.(value) ?? Promise.resolve())).toMatch(
        /^refused: txn: txn: Expected an object/,
      );
      expect(await ending(lab, q['put']?.('a', 'b', value) ?? Promise.resolve())).toMatch(
        /^refused: put: options: /,
      );
      expect(await ending(lab, q['reset']?.(value) ?? Promise.resolve())).toMatch(
        /^refused: reset: config: /,
      );
    }
    expect(await ending(lab, q['txn']?.() ?? Promise.resolve())).toMatch(
      /^refused: txn: txn: Expected an object/,
    );
    expect(await lab.hash()).toBe(before);
  });

  it('hands nested transactions to etcd, whose limit is 128 operations on the way, and names its own for deeper ones', async () => {
    const { lab, q } = await scripting();
    const outcome = async (depth: number): Promise<unknown> => {
      const answer = q['txn']?.(nestedTxn(depth));
      await lab.hash();
      await lab.runFor(1000);
      return answer;
    };
    expect(await outcome(100)).toMatchObject({ status: 'ok' });
    expect(await outcome(300)).toMatchObject({ status: 'failed', code: 'tooManyOps' });
    for (const depth of [330, 2000, 50_000]) {
      const said = await ending(lab, q['txn']?.(nestedTxn(depth)) ?? Promise.resolve());
      expect(said).toMatch(/^refused: txn: .*300 deep/);
    }
  });
});
