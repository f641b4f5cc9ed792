import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabPorts } from '../../src/host/lab/lab-call.ts';
import { LabClient, type LabWorkerLike } from '../../src/host/lab/lab-client.ts';
import { serveLab } from '../../src/host/lab/lab-server.ts';
import type { Frame, FrameRequest } from '../../src/lab/frame/frame.ts';
import type { LabPort } from '../../src/lab/lab-port.ts';
import { CommandError } from '../../src/sim/command/command.ts';

/** The lab's worker in this thread, its ports real ones. */
class FakeLabWorker implements LabWorkerLike {
  readonly #listeners = new Map<string, (event: never) => void>();
  #ports: LabPorts | undefined;
  terminated = false;

  constructor(readonly lab: LabPort) {}

  postMessage(ports: LabPorts): void {
    this.#ports = ports;
    serveLab(this.lab, ports);
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener);
  }

  terminate(): void {
    this.terminated = true;
    this.#ports?.control.close();
    this.#ports?.frames.close();
  }

  fail(message: string): void {
    this.#listeners.get('error')?.({ message, preventDefault: () => undefined } as never);
  }
}

/** Notes what it is called with, and answers or refuses as it is told. */
class RecordingLab {
  readonly calls: unknown[][] = [];
  answer: () => Promise<unknown> = () => Promise.resolve();

  asPort(): LabPort {
    const method =
      (name: string) =>
      (...args: unknown[]): Promise<unknown> => {
        this.calls.push([name, ...args.filter((arg) => arg !== undefined)]);
        return this.answer();
      };
    const names = ['reset', 'play', 'pause', 'step', 'back', 'runFor', 'seek', 'live', 'act', 'call'];
    const all = [...names, 'frame', 'inspect', 'state', 'hash'];
    return Object.fromEntries(all.map((name) => [name, method(name)])) as never;
  }
}

const request = { elapsedMs: 16 } as FrameRequest;

/** A frame of nothing, as far as the ports look at one. */
function bareFrame(version: number): object {
  const timeline = { arrows: [], spans: [], marks: [] };
  return { version, nodes: [], messages: [], links: [], requests: [], timeline };
}

let lab: RecordingLab;
let worker: FakeLabWorker;
let deaths: string[];
let client: LabClient;

beforeEach(() => {
  lab = new RecordingLab();
  worker = new FakeLabWorker(lab.asPort());
  deaths = [];
  client = new LabClient(worker, (reason) => deaths.push(reason));
});
afterEach(() => client.stop('the test is over'));

describe('LabClient', () => {
  it('hands every call on with its arguments', async () => {
    await client.reset({ nodes: 3 });
    await client.play(Infinity);
    await client.pause();
    await client.step('election', 2);
    await client.back();
    await client.runFor(100);
    await client.seek(50);
    await client.live();
    await client.act({ type: 'kill', node: 2 });
    await client.call({ operation: { type: 'put', key: 'a', value: '1' } });
    await client.inspect({ type: 'node', id: 1 });
    await client.state();
    await client.hash();
    lab.answer = () => Promise.resolve(bareFrame(1));
    await client.frame(request);
    expect(lab.calls).toEqual([
      ['reset', { nodes: 3 }],
      ['play', Infinity],
      ['pause'],
      ['step', 'election', 2],
      ['back'],
      ['runFor', 100],
      ['seek', 50],
      ['live'],
      ['act', { type: 'kill', node: 2 }],
      ['call', { operation: { type: 'put', key: 'a', value: '1' } }],
      ['inspect', { type: 'node', id: 1 }],
      ['state'],
      ['hash'],
      ['frame', { elapsedMs: 16 }],
    ]);
  });

  it('gives back what the lab answers', async () => {
    lab.answer = () => Promise.resolve('cafe');
    expect(await client.hash()).toBe('cafe');
    lab.answer = () => Promise.resolve(bareFrame(3));
    expect(await client.frame(request)).toEqual(bareFrame(3));
  });

  it('rejects as the lab rejects, with the code of a command that cannot be done', async () => {
    lab.answer = () => Promise.reject(new CommandError('unknownNode', 'there is no node 9'));
    const refused = client.act({ type: 'kill', node: 9 });
    await expect(refused).rejects.toBeInstanceOf(CommandError);
    await expect(refused).rejects.toMatchObject({ code: 'unknownNode', message: 'there is no node 9' });
    lab.answer = () => Promise.reject(new TypeError('broken'));
    await expect(client.frame(request)).rejects.toThrow('broken');
  });

  it('rejects calls in flight and all later ones when the worker dies, and says so once', async () => {
    lab.answer = () => new Promise(() => undefined);
    const inFlight = [
      client.hash(),
      client.frame(request),
      client.call({ operation: { type: 'range', key: 'a' } }),
    ];
    const settled = Promise.allSettled(inFlight);
    worker.fail('out of memory');
    worker.fail('again');
    const reasons = (await settled).map((each) => (each.status === 'rejected' ? String(each.reason) : 'ok'));
    expect(reasons).toEqual(Array<string>(3).fill('Error: the lab has stopped: out of memory'));
    await expect(client.state()).rejects.toThrow('the lab has stopped: out of memory');
    expect(worker.terminated).toBe(true);
    expect(deaths).toEqual(['out of memory']);
  });

  it('has one frame under way at a time', async () => {
    let answer: ((frame: unknown) => void) | undefined;
    lab.answer = () => new Promise((resolve) => (answer = resolve));
    const first: Promise<Frame> = client.frame(request);
    await expect(client.frame(request)).rejects.toThrow('when the last has come');
    await expect.poll(() => answer).toBeDefined();
    answer?.(bareFrame(1));
    expect(await first).toEqual(bareFrame(1));
  });
});
