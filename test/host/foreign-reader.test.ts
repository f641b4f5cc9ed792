import { gzipSync, strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { ForeignError } from '../../src/foreign/foreign-error.ts';
import type { ForeignReply } from '../../src/host/foreign/foreign-port.ts';
import { ForeignShell } from '../../src/host/foreign/foreign-shell.ts';
import { unpacked } from '../../src/host/foreign/unpack.ts';
import { WorkerReader, type ForeignWorkerLike } from '../../src/host/foreign/worker-reader.ts';

/** A worker in this thread; one that is told to keep silent never answers. */
class NearWorker implements ForeignWorkerLike {
  readonly #listeners: ((event: never) => void)[] = [];
  readonly #shell = new ForeignShell((reply: ForeignReply) => {
    if (!this.isSilent) for (const listener of this.#listeners) listener({ data: reply } as never);
  });
  isEnded = false;

  constructor(readonly isSilent = false) {}

  addEventListener(type: 'message' | 'error', listener: (event: never) => void): void {
    if (type === 'message') this.#listeners.push(listener);
  }

  postMessage(request: Parameters<ForeignShell['handle']>[0]): void {
    void this.#shell.handle(request);
  }

  terminate(): void {
    this.isEnded = true;
  }
}

const file = (path: string, text: string) => ({ path, file: new Blob([text]) });
const history = file(
  'h.edn',
  '{:type :invoke, :f :write, :value 1, :process 0}\n{:type :ok, :f :write, :value 1, :process 0}',
);

test('files are read and judged beside the page, and errors keep their class', async () => {
  const reader = new WorkerReader(() => new NearWorker());
  const found = await reader.read([history], []);
  expect([found.format, found.items.count]).toEqual(['jepsen', 1]);
  expect(await reader.judge(found.operations)).toEqual({ type: 'linearizable', parts: 1, judged: 1 });
  const refused = await reader.read([file('bad.edn', '{:type :ok, :f')], []).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ForeignError);
  expect(refused).toMatchObject({ problem: 'notWhole', spot: { file: 'bad.edn', line: 1 } });
});

test('what is stopped rejects, its worker ends, and the next question has another one', async () => {
  const workers: NearWorker[] = [];
  const reader = new WorkerReader(() => {
    workers.push(new NearWorker(workers.length === 0));
    return workers.at(-1) as NearWorker;
  });
  const first = reader.read([history], []);
  reader.stop();
  await expect(first).rejects.toThrow('stopped');
  expect(workers[0]?.isEnded).toBe(true);
  const found = await reader.read([history], []);
  expect(await reader.judge(found.operations)).toMatchObject({ type: 'linearizable' });
  expect(workers).toHaveLength(2);
});

test('archives are unpacked, by their first bytes', async () => {
  const packed = zipSync({
    'report/client-1/operations.json': strToU8(
      '{"ClientId":1,"Input":{"Type":"txn","Txn":{}},"Call":5,"Output":{},"Return":6}',
    ),
    'report/': new Uint8Array(0),
  });
  const reader = new WorkerReader(() => new NearWorker());
  const zipped = await reader.read([{ path: 'a.bin', file: new Blob([packed]) }], []);
  expect([zipped.format, zipped.sources[0]?.path]).toEqual(['robustness', 'report/client-1/operations.json']);
  const text = '{:type :invoke, :f :write, :value 1, :process 0}';
  const found = await reader.read([{ path: 'h.edn.gz', file: new Blob([gzipSync(strToU8(text))]) }], []);
  expect([found.format, found.sources[0]?.path, found.sources[0]?.text]).toEqual(['jepsen', 'h.edn', text]);
  const refused = await reader
    .read([{ path: 'cut.zip', file: new Blob([packed.slice(0, 60)]) }], [])
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({ problem: 'badArchive', spot: { file: 'cut.zip', line: 0 } });
});

test('an archive that is too large once it is unpacked is refused before it is', () => {
  const bytes = zipSync({ 'zeros.log': new Uint8Array(1_000_000) });
  expect(() => unpacked({ path: 'z.zip', bytes }, 1000)).toThrow(/^z\.zip: tooLarge/);
  expect(() => unpacked({ path: 'z.gz', bytes: gzipSync(new Uint8Array(5000)) }, 1000)).toThrow(
    /^z\.gz: tooLarge/,
  );
});

test('files that no page can hold are refused before they are read', async () => {
  const huge = {
    size: 600 * 1024 * 1024,
    arrayBuffer: () => Promise.reject(new Error('it was read')),
  } as unknown as Blob;
  const refused = await new WorkerReader(() => new NearWorker())
    .read([{ path: 'huge.log', file: huge }], [])
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({ problem: 'tooLarge', spot: { file: 'huge.log', line: 0 } });
});
