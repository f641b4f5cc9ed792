import { Lab } from '../lab/lab.ts';
import { Member } from '../node/member.ts';
import { defaultLabConfig } from '../sim/config.ts';
import type { LabPorts } from './lab-call.ts';
import { serveLab } from './lab-server.ts';
import { WorkerHost } from './worker-host.ts';

/** The lab's Web Worker: the headless application on members in workers of their own, which it starts itself. */
const host = new WorkerHost(
  (node) =>
    new Worker(new URL('./node-worker.ts', import.meta.url), { type: 'module', name: `node ${node}` }),
  Member,
);
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
addEventListener('message', (event: MessageEvent<LabPorts>) => serveLab(lab, event.data), { once: true });
