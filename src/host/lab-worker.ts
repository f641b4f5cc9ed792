import { Lab } from '../lab/lab.ts';
import { Member } from '../node/member.ts';
import { defaultLabConfig } from '../sim/config.ts';
import type { LabPorts } from './lab-call.ts';
import { serveLab } from './lab-server.ts';
import nodeScript from './node-worker.ts?worker&url';
import { SteadyWorker } from './steady-worker.ts';
import { WorkerHost } from './worker-host.ts';

/** The node worker's script, kept so that members can be restarted when there is no connection. */
let copyOfScript: string | undefined;

/** The lab's Web Worker: the headless application on members in workers of their own, which it starts itself. */
const host = new WorkerHost(
  (node) =>
    new SteadyWorker(
      () => openWorker(nodeScript, node),
      () => (copyOfScript === undefined ? undefined : openWorker(copyOfScript, node)),
    ),
  Member,
);

function openWorker(script: string, node: number): Worker {
  return new Worker(script, { type: 'module', name: `node ${node}` });
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

const lab = new Lab({ host, factory: Member, clock: () => performance.now(), breathe });
addEventListener(
  'message',
  (event: MessageEvent<LabPorts>) => {
    serveLab(lab, event.data);
    // By the first frame the workers have started, and the browser has the script at hand.
    const keep = (): void => void keepScript().catch(() => undefined);
    event.data.frames.addEventListener('message', keep, { once: true });
  },
  { once: true },
);
