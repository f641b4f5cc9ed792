import { drawInt, makeDice } from '../../../../src/base/random.ts';
import { encodeUtf8 } from '../../../../src/base/utf8.ts';
import { WorkerHost } from '../../../../src/host/member/worker-host.ts';
import { Lab } from '../../../../src/lab/lab.ts';
import { Member } from '../../../../src/node/member.ts';

const NODES = 5;
const EVENTS = 100_000;
const ROUNDS = 21;
const VALUE = new Uint8Array(100).fill(120);
const SECOND = 1000;

interface Times {
  /** Of an action in the past: until it has happened and every worker has confirmed the millisecond after it. */
  readonly act: readonly number[];
  /** Of going over to another branch of as many events: until every worker has confirmed the millisecond after it. */
  readonly switch: readonly number[];
}

/** Five members in node workers; two branches of 100,000 events that part half-way, a put of 100 bytes to every hundred events. */
async function measure(): Promise<Times> {
  const host = new WorkerHost(
    () => new Worker(new URL('../cluster/node.ts', import.meta.url), { type: 'module' }),
    Member,
  );
  const lab = new Lab({ host, factory: Member, clock: () => performance.now() });
  await lab.reset({ seed: 7, nodes: NODES });
  await record(lab);
  await lab.seekEvent(EVENTS / 2);
  await lab.act({ type: 'transferLeader', to: 2 }).catch(() => lab.act({ type: 'kill', node: 1 }));
  await record(lab);
  const times = { act: [] as number[], switch: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    await lab.switchTo(1 + (round % 2));
    await lab.runFor(1);
    times.switch.push(performance.now() - begun);
  }
  const dice = makeDice(3, 'branch bench');
  for (let round = 0; round < ROUNDS; round++) {
    await lab.switchTo(1);
    await lab.seekEvent(drawInt(dice, EVENTS / 10, EVENTS));
    const begun = performance.now();
    await lab.act({ type: 'pause', node: 3 });
    await lab.runFor(1);
    times.act.push(performance.now() - begun);
    await lab.deleteBranch(3 + round);
  }
  return times;
}

async function record(lab: Lab): Promise<void> {
  let { events } = await lab.state();
  for (let puts = Math.floor(events / 100); events < EVENTS;) {
    for (; puts < events / 100; puts++) {
      const operation = { type: 'put', key: encodeUtf8(`key ${puts}`), value: VALUE.slice() } as const;
      void lab.call({ operation, node: (puts % NODES) + 1 });
    }
    await lab.runFor(SECOND);
    events = (await lab.state()).events;
  }
}

measure().then(
  (result) => postMessage(result),
  (error: unknown) => postMessage({ error: String(error) }),
);
