import { encodeUtf8 } from '../../../../src/base/utf8.ts';
import { Monitors } from '../../../../src/check/monitors.ts';
import { browserKeeper } from '../../../../src/host/keep/browser-keeper.ts';
import { LateKeeper } from '../../../../src/host/keep/late-keeper.ts';
import { WorkerHost } from '../../../../src/host/member/worker-host.ts';
import { Lab } from '../../../../src/lab/lab.ts';
import { Member } from '../../../../src/node/member.ts';
import type { Command } from '../../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../../src/sim/in-process-host.ts';
import type { NodeHost } from '../../../../src/sim/node-host.ts';
import { parseConfig } from '../../../../src/sim/world/parse-config.ts';
import { BareRun } from './bare-run.ts';

const CONFIG = parseConfig({ seed: 7, nodes: 5 });
const SECONDS = 120;
const PUTS_A_SECOND = 50;
const VALUE = new Uint8Array(100).fill(120);

type Way = 'bare' | 'recorded' | 'kept';

/** Each way comes after each other one equally often: what one leaves behind for the garbage collector, the next one pays. */
const ORDERS: readonly (readonly Way[])[] = [
  ['bare', 'recorded', 'kept'],
  ['kept', 'recorded', 'bare'],
  ['recorded', 'kept', 'bare'],
  ['bare', 'kept', 'recorded'],
  ['kept', 'bare', 'recorded'],
  ['recorded', 'bare', 'kept'],
];

/** Real milliseconds of the same run: nobody records it; it is recorded; it is kept as well. */
type Times = Readonly<Record<Way, number[]>>;

/** What of a lab a run needs, whoever records it. */
interface Going {
  act(command: Command): Promise<unknown>;
  runFor(virtualMs: number): Promise<unknown>;
  hash(): Promise<string>;
}

const openNode = (): Worker => new Worker(new URL('../cluster/node.ts', import.meta.url), { type: 'module' });

/** Two ways in which members run: in workers of their own as in the page, and all in this thread. */
const hosts = {
  workers: () => {
    const host = new WorkerHost(openNode, Member);
    return { host, dispose: () => host.dispose() };
  },
  thread: () => ({ host: new InProcessHost(Member), dispose: () => undefined }),
} as const satisfies Record<string, () => { readonly host: NodeHost; dispose(): void }>;

const clock = (): number => performance.now();

/** As in the lab's worker: a message to oneself comes after those that are here already. */
const { port1: knock, port2: door } = new MessageChannel();
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    door.addEventListener('message', () => resolve(), { once: true });
    knock.postMessage(undefined);
  });
door.start();

function put(number: number): Command {
  const operation = { type: 'put', key: encodeUtf8(`key ${number}`), value: VALUE.slice() } as const;
  return { type: 'request', request: number, node: (number % CONFIG.nodes) + 1, operation };
}

async function timeOf(run: Going): Promise<number> {
  const begun = clock();
  for (let second = 1, puts = 0; second <= SECONDS; second++) {
    for (let i = 0; i < PUTS_A_SECOND; i++) await run.act(put(++puts));
    await run.runFor(1000);
  }
  return clock() - begun;
}

async function goOneWay(way: Way, host: NodeHost): Promise<{ time: number; hash: string }> {
  if (way === 'bare') {
    const run = await BareRun.begin(CONFIG, host, new Monitors(), { clock, breathe });
    return { time: await timeOf(run), hash: await run.hash() };
  }
  const keeper = new LateKeeper(
    async () => browserKeeper(),
    () => undefined,
  );
  if (way === 'kept') await keeper.load();
  const lab = new Lab({ host, factory: Member, clock, breathe, ...(way === 'kept' && { keeper }) });
  await lab.reset(CONFIG);
  const time = await timeOf(lab);
  await lab.keepNow();
  const keeping = keeper.here?.keeping;
  if (way === 'kept' && (keeping?.state !== 'kept' || keeping.id === undefined))
    throw new Error('nothing is kept');
  return { time, hash: await lab.hash() };
}

async function measure(hostName: keyof typeof hosts): Promise<Times> {
  const times: Times = { bare: [], recorded: [], kept: [] };
  let fingerprint: string | undefined;
  for (const order of ORDERS) {
    for (const way of order) {
      const { host, dispose } = hosts[hostName]();
      const { time, hash } = await goOneWay(way, host);
      dispose();
      times[way].push(time);
      fingerprint ??= hash;
      if (hash !== fingerprint) throw new Error(`${way}: another run, ${hash} and not ${fingerprint}`);
    }
  }
  return times;
}

async function measureAll(): Promise<Record<keyof typeof hosts, Times>> {
  return { workers: await measure('workers'), thread: await measure('thread') };
}

measureAll().then(
  (result) => postMessage(result),
  (error: unknown) => postMessage({ error: String(error) }),
);
