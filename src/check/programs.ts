import type { ClientNote } from '../client/effect.ts';
import { compareKeys, isBeyondRange } from '../etcd/mvcc/key-range.ts';
import type { KeyRecord } from '../etcd/mvcc/key-record.ts';
import type { PutRequest, WatchEvent } from '../etcd/request.ts';
import type { ClientRun } from '../sim/clients/client-run.ts';
import type { World } from '../sim/world/world.ts';
import type { PropertyName } from './properties.ts';

/** What a client program can say was broken, over all its attempts and all members that its watch was at. */
export interface ProgramFinding {
  readonly property: PropertyName;
  readonly client: string;
  /** One sentence in English, with its numbers. */
  readonly detail: string;
}

/**
 * What client programs saw, judged at the end of a run against the newest store. On the wire a call that is made again is another
 * call, and a watch that goes on elsewhere another watch: only the program knows that they are one, and so neither may
 *
 *     a put, asked for once, be there twice                                AtMostOnce
 *     a watch tell an event twice, an older one after a newer, or leave    WatchUnique, WatchOrdered, WatchReliable
 *     one out between the first and the last that it tells
 */
export function judgePrograms(world: World): readonly ProgramFinding[] {
  const records = recordsOf(world);
  const runs = [...world.clients.all()];
  return [...runs.flatMap((run) => judgeWatch(run, records)), ...judgePuts(runs, records)];
}

/** Of the member that has applied the most. */
function recordsOf(world: World): readonly KeyRecord[] {
  const images = [...world.machines.values()].flatMap(({ image }) => image ?? []);
  const newest = images.toSorted((a, b) => b.view().applied - a.view().applied)[0];
  if (newest === undefined) return [];
  const { revision, compactRevision } = newest.view();
  return newest.records(compactRevision + 1, revision);
}

function judgeWatch({ name, client, log }: ClientRun, records: readonly KeyRecord[]): ProgramFinding[] {
  const { program } = client;
  if (program.recipe !== 'watching' || program.request.filters.length > 0) return [];
  const seen = notesOf(log).flatMap((note) => (note.type === 'seen' ? note.events : []));
  const found: ProgramFinding[] = [];
  const told = new Set<string>();
  let last = 0;
  for (const event of seen) {
    const { modRevision } = event.kv;
    const once = nameOf(event);
    if (told.has(once)) found.push(finding('WatchUnique', name, `is told twice of revision ${modRevision}`));
    else if (modRevision < last)
      found.push(finding('WatchOrdered', name, `is told of revision ${modRevision} after ${last}`));
    told.add(once);
    last = Math.max(last, modRevision);
  }
  const first = seen[0]?.kv.modRevision ?? Infinity;
  const { key, rangeEnd } = program.request;
  const isWatched = (record: KeyRecord): boolean =>
    rangeEnd.length === 0
      ? compareKeys(record.key, key) === 0
      : compareKeys(record.key, key) >= 0 && !isBeyondRange({ key, rangeEnd }, record.key);
  const missing = records.find(
    (record) =>
      record.main > first &&
      record.main < last &&
      isWatched(record) &&
      !told.has(`${record.main} ${String(record.key)}`),
  );
  if (missing !== undefined)
    found.push(finding('WatchReliable', name, `is never told of revision ${missing.main}`));
  return found;
}

function nameOf({ kv }: WatchEvent): string {
  return `${kv.modRevision} ${String(kv.key)}`;
}

/** Puts that a program has asked for once, and nobody else has, whose value the store has had more than once. */
function judgePuts(runs: readonly ClientRun[], records: readonly KeyRecord[]): ProgramFinding[] {
  const asked = runs.flatMap(({ name, log }) =>
    notesOf(log).flatMap((note) =>
      note.type === 'answered' && note.operation.type === 'put' ? [{ name, put: note.operation }] : [],
    ),
  );
  return asked.flatMap(({ name, put }) => {
    const times = records.filter((record) => isOf(record, put)).length;
    const isAlone = asked.filter((other) => isSame(other.put, put)).length === 1;
    return isAlone && times > 1
      ? [finding('AtMostOnce', name, `has asked for a put once, which is there ${times} times`)]
      : [];
  });
}

function isOf({ key, value, deleted }: KeyRecord, put: PutRequest): boolean {
  return !deleted && compareKeys(key, put.key) === 0 && compareKeys(value, put.value) === 0;
}

function isSame(a: PutRequest, b: PutRequest): boolean {
  return compareKeys(a.key, b.key) === 0 && compareKeys(a.value, b.value) === 0;
}

function notesOf(log: ClientRun['log']): readonly ClientNote[] {
  return log.slice(0).flatMap(({ note }) => (note.type === 'seen' || note.type === 'answered' ? [note] : []));
}

function finding(property: PropertyName, client: string, what: string): ProgramFinding {
  return { property, client, detail: `${client} ${what}` };
}
