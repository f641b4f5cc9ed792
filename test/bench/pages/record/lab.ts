import { encodeUtf8 } from '../../../../src/base/utf8.ts';
import { Safety } from '../../../../src/check/safety.ts';
import { browserKeeper } from '../../../../src/host/keep/browser-keeper.ts';
import { LateKeeper } from '../../../../src/host/keep/late-keeper.ts';
import { Lab } from '../../../../src/lab/lab.ts';
import { Member } from '../../../../src/node/member.ts';
import { Cluster } from '../../../../src/sim/cluster.ts';
import type { Command } from '../../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../../src/sim/in-process-host.ts';
import { parseConfig } from '../../../../src/sim/world/parse-config.ts';

const CONFIG = parseConfig({ seed: 7, nodes: 5 });
const SECONDS = 120;
const PUTS_A_SECOND = 50;
const ROUNDS = 7;
const VALUE = new Uint8Array(100).fill(120);

/** Real milliseconds of the same run, five members in one worker: nobody records it; it is recorded; it is kept as well. */
interface Times {
  readonly bare: number[];
  readonly recorded: number[];
  readonly kept: number[];
}

function put(number: number): Command {
  const operation = { type: 'put', key: encodeUtf8(`key ${number}`), value: VALUE.slice() } as const;
  return { type: 'request', request: number, node: (number % CONFIG.nodes) + 1, operation };
}

async function run(
  act: (command: Command) => Promise<unknown>,
  pass: (second: number) => Promise<unknown>,
): Promise<number> {
  const begun = performance.now();
  for (let second = 1, puts = 0; second <= SECONDS; second++) {
    for (let i = 0; i < PUTS_A_SECOND; i++) await act(put(++puts));
    await pass(second);
  }
  return performance.now() - begun;
}

async function bare(): Promise<number> {
  const cluster = await Cluster.create(CONFIG, new InProcessHost(Member), new Safety());
  return run(
    (command) => cluster.act(command),
    (second) => cluster.run({ until: second * 1_000_000, events: Infinity }),
  );
}

async function ofLab(keeper?: LateKeeper): Promise<number> {
  const lab = new Lab({
    host: new InProcessHost(Member),
    factory: Member,
    clock: () => performance.now(),
    ...(keeper && { keeper }),
  });
  await lab.reset(CONFIG);
  const time = await run(
    (command) => lab.act(command),
    () => lab.runFor(1000),
  );
  await lab.keepNow();
  const keeping = keeper?.here?.keeping;
  if (keeper !== undefined && (keeping?.state !== 'kept' || keeping.id === undefined))
    throw new Error('nothing is kept');
  return time;
}

async function measure(): Promise<Times> {
  const times: Times = { bare: [], recorded: [], kept: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const keeper = new LateKeeper(
      async () => browserKeeper(),
      () => undefined,
    );
    await keeper.load();
    times.bare.push(await bare());
    times.recorded.push(await ofLab());
    times.kept.push(await ofLab(keeper));
  }
  return times;
}

measure().then(
  (result) => postMessage(result),
  (error: unknown) => postMessage({ error: String(error) }),
);
