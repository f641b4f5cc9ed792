import { present } from '../../base/assert.ts';
import type { OpenCrowd } from '../../explain/likelihood/crowd.ts';
import { Lab } from '../../lab/lab.ts';
import { Member } from '../../node/member.ts';
import { defaultLabConfig } from '../../sim/world/config.ts';
import type { LabPorts } from './lab-call.ts';
import { holdLifeLine, lifeLineName, onLifeLineLoose } from '../life-line.ts';
import { serveLab } from './lab-server.ts';
import { LateKeeper } from '../keep/late-keeper.ts';
import { SteadyWorker } from '../steady-worker.ts';
import { crowdSize, WorkerCrowd } from '../crowd/worker-crowd.ts';
import { WorkerHost } from '../member/worker-host.ts';

/** Where the node worker's script is, built as a worker's. */
const nodeScripts = Object.values(
  import.meta.glob<string>('../member/node-worker.ts', {
    query: '?worker&url',
    import: 'default',
    eager: true,
  }),
);
const nodeScript = present(nodeScripts[0], 'the script of node workers is built');

/** The same script, kept so that members can be restarted when there is no connection. */
let copyOfScript: string | undefined;

/** The lab's Web Worker: the headless application on members in workers of their own, which it starts itself. */
const host = new WorkerHost((node) => {
  const name = lifeLineName(`node ${node}`);
  return new SteadyWorker(
    () => openWorker(nodeScript, name),
    () => (copyOfScript === undefined ? undefined : openWorker(copyOfScript, name)),
    (ended) => onLifeLineLoose(name, ended),
  );
}, Member);

function openWorker(url: string, name: string): Worker {
  return new Worker(url, { type: 'module', name });
}

async function keepScript(): Promise<void> {
  const response = await fetch(nodeScript);
  if (!response.ok) return;
  copyOfScript = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
}

host.prepare(Array.from({ length: defaultLabConfig.nodes }, (_, i) => i + 1));

/** A message to oneself comes after those that are here already; timers would wait milliseconds each time. */
const { port1: knock, port2: door } = new MessageChannel();
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    door.addEventListener('message', () => resolve(), { once: true });
    knock.postMessage(undefined);
  });
door.start();

/** Where the script of workers is that make continuations of a run. */
const crowdScripts = Object.values(
  import.meta.glob<string>('../crowd/crowd-worker.ts', {
    query: '?worker&url',
    import: 'default',
    eager: true,
  }),
);
const crowdScript = present(crowdScripts[0], 'the script of the crowd is built');
const openCrowd: OpenCrowd = (job) =>
  new WorkerCrowd(() => openWorker(crowdScript, 'crowd'), crowdSize(navigator.hardwareConcurrency), job);

const keeper = new LateKeeper(
  async () => (await import('../keep/browser-keeper.ts')).browserKeeper(),
  () => void lab.keepNow().catch(() => undefined),
);
const lab = new Lab({ host, factory: Member, clock: () => performance.now(), breathe, keeper, openCrowd });
/** By its first answer the lab holds its own life line. */
const held = holdLifeLine(self.name);
addEventListener(
  'message',
  (event: MessageEvent<LabPorts>) => {
    const { frames, reopen, memoryBudget, keepsNothing } = event.data;
    if (keepsNothing) keeper.keepNothing();
    if (memoryBudget !== undefined) lab.budgetWas(memoryBudget);
    if (reopen !== undefined) lab.openEarly(reopen.id, reopen.waits);
    void held.then(() => serveLab(lab, event.data));
    frames.addEventListener('message', () => void haveTheRest(), { once: true });
  },
  { once: true },
);

/** By the first frame the workers have started, and the browser has their script at hand. */
async function haveTheRest(): Promise<void> {
  await Promise.allSettled([keepScript(), keeper.load()]);
}
