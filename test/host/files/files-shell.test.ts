import { unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import type { FileAt, FilesReply, FilesRequest } from '../../../src/host/files/files-port.ts';
import { FilesShell } from '../../../src/host/files/files-shell.ts';
import { WorkerFiles, type FilesWorkerLike } from '../../../src/host/files/worker-files.ts';
import { decodeLab } from '../../../src/saved/format.ts';
import { FilesRefused, FilesStopped } from '../../../src/ui/files/files-error.ts';

/** What the page offers to whoever has no files: real clusters' directories. */
function example(name: string): { files: FileAt[]; bytes: Map<Blob, Uint8Array> } {
  const text = readFileSync(new URL(`../../../src/ui/files/examples/${name}.txt`, import.meta.url), 'utf8');
  const bytes = new Map<Blob, Uint8Array>();
  const files = Object.entries(unzipSync(Buffer.from(text, 'base64'))).map(([path, content]) => {
    const file = new Blob([Uint8Array.from(content)]);
    bytes.set(file, content);
    return { path, file };
  });
  return { files, bytes };
}

/** A worker in this thread; one that is told to keep silent never answers. */
class NearWorker implements FilesWorkerLike {
  readonly #listeners: ((event: never) => void)[] = [];
  readonly #shell: FilesShell;
  isEnded = false;

  constructor(
    bytes: ReadonlyMap<Blob, Uint8Array>,
    readonly isSilent = false,
  ) {
    let now = 0;
    const reply = (data: FilesReply): void => {
      if (!this.isSilent)
        for (const listener of this.#listeners) listener({ data: structuredClone(data) } as never);
    };
    this.#shell = new FilesShell(reply, {
      sourceOf: (name, file) => memorySource(name, bytes.get(file) ?? new Uint8Array(0)),
      openDoors: () => [],
      now: () => (now += 100),
    });
  }

  addEventListener(type: 'message' | 'error', listener: (event: never) => void): void {
    if (type === 'message') this.#listeners.push(listener);
  }

  postMessage(request: FilesRequest): void {
    queueMicrotask(() => this.#shell.handle(request));
  }

  terminate(): void {
    this.isEnded = true;
  }
}

test('three directories of a real cluster: verdicts, where they part, keys with their entries, a snapshot', async () => {
  const { files, bytes } = example('outage');
  const open = new WorkerFiles(() => new NearWorker(bytes), files);
  const told: number[] = [];
  const { members, comparison } = await open.open(({ done, total }) => told.push(done / total));
  expect(told.every((share) => share >= 0 && share <= 1) && told.length > 0).toBe(true);
  expect(members.map(({ dir, verdict }) => [dir, verdict]).slice(0, 2)).toEqual([
    ['m1.etcd', 'whole'],
    ['m2.etcd', 'repairable'],
  ]);
  expect(comparison?.keep).toBe(0);
  expect(comparison?.firstDifference?.store?.entries[1]?.text).toContain('/app/orders/1001');

  const query = { prefix: '/app/orders/' };
  expect(await open.ask('keys', { member: 0, query })).toBe(2);
  const [newest] = await open.ask('keyRows', { member: 0, query, from: 0, to: 10 });
  expect(newest).toMatchObject({ key: '/app/orders/1002', version: 1, isTombstone: false });
  const detail = await open.ask('key', { member: 0, position: newest?.position ?? -1 });
  expect(detail.value?.kind).toEqual({ type: 'json' });
  expect(detail.value?.text).toContain('"item": "tent"');
  expect(detail.entry?.text).toContain('/app/orders/1002');
  // As of the revision before, it is not there.
  const before = { ...query, at: (newest?.main ?? 0) - 1 };
  expect(await open.ask('keys', { member: 0, query: before })).toBe(1);

  const strip = await open.ask('log', { member: 2 });
  const rows = await open.ask('logRows', { member: 2, from: 0, to: strip.count });
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, i) => strip.firstIndex + i));
  // The others were removed by force: it stands in the log, at the term before.
  expect(strip.marks.filter(({ kind }) => kind === 'forced').map(({ text }) => text)).toEqual([
    expect.stringMatching(/^ConfChangeRemoveNode /),
    expect.stringMatching(/^ConfChangeRemoveNode /),
  ]);
  expect(strip.marks.filter(({ kind }) => kind === 'compaction')).toHaveLength(1);
  expect(strip.kinds[0]?.[0]).toBe('put');

  const { restored, file } = await open.ask('restore', {
    member: 0,
    options: { revision: newest?.main ?? 0 },
  });
  expect([restored.revision, file.size]).toEqual([newest?.main, restored.size]);
});

test('a question that cannot be answered is refused with its reason, and the next one is answered', async () => {
  const { files, bytes } = example('space');
  const open = new WorkerFiles(() => new NearWorker(bytes), files);
  await open.open();
  const refused = await open
    .ask('restore', { member: 0, options: { revision: 1 } })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(FilesRefused);
  const space = await open.ask('space', { member: 0 });
  expect(space.keys.tombstones.records).toBe(120);
  expect(space.map.counts.meta).toBe(2);
});

test('pages that nothing leads to are searched, and what was found is told with how sure it is', async () => {
  const { files, bytes } = example('space');
  const open = new WorkerFiles(() => new NearWorker(bytes), files);
  const sums = await open.ask('carve', { member: 0 });
  expect(sums).toMatchObject({ count: 68, left: 0 });
  const rows = await open.ask('carvedRows', { member: 0, from: 0, to: 1000 });
  expect(rows).toHaveLength(sums.count);
  const found = await open.ask('carved', { member: 0, number: 0 });
  expect(found?.value?.text).toContain('event ');
  for (const { key, standing } of rows) {
    expect(key).toMatch(/^\/(events|config)\//);
    expect(standing).toBe('compacted');
  }
});

test('the members go on as a lab from their files; an instant that is not in them is refused', async () => {
  const { files, bytes } = example('space');
  const open = new WorkerFiles(() => new NearWorker(bytes), files);
  const { file } = await open.ask('lab', { at: {} });
  const lab = decodeLab(new Uint8Array(await file.arrayBuffer()));
  expect(lab.config.nodes).toBe(1);
  const refused = await open.ask('lab', { at: { index: 1_000_000 } }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ refusal: { code: 'noSuchInstant' } });
});

test('what is stopped rejects, its worker ends, and the next question reads the same files in another', async () => {
  const { files, bytes } = example('space');
  const workers: NearWorker[] = [];
  const open = new WorkerFiles(() => {
    workers.push(new NearWorker(bytes, workers.length === 0));
    return workers.at(-1) as NearWorker;
  }, files);
  const first = open.open();
  open.stop();
  await expect(first).rejects.toBeInstanceOf(FilesStopped);
  expect(workers[0]?.isEnded).toBe(true);
  expect(await open.ask('keys', { member: 0, query: { prefix: '/config/mode' } })).toBe(1);
  expect(workers).toHaveLength(2);
});
