import type { ByteSource, Tell } from '../../base/byte-source.ts';
import type { Db } from '../../bbolt/db.ts';
import type { Backend } from '../../datadir/backend/backend.ts';
import { bucketHash, hashRulesOf } from '../../datadir/backend/bucket-hash.ts';
import { bucketEntries } from '../../datadir/backend/buckets.ts';
import { carvePages } from '../../bbolt/carve.ts';
import { carveKeys, type Carved } from '../../datadir/backend/carve.ts';
import { labFrom } from '../../datadir/exchange/lab-from.ts';
import { encodeLab } from '../../saved/format.ts';
import { restoreTo } from '../../datadir/backend/restore.ts';
import { compareMembers } from '../../datadir/verdict/compare.ts';
import { inspectMember, type Inspected } from '../../datadir/verdict/inspect-member.ts';
import type { InspectedLog } from '../../datadir/verdict/inspect-log.ts';
import { gatherFiles } from '../../datadir/verdict/member-files.ts';
import type { EntryAt } from '../../datadir/verdict/report.ts';
import { entryText } from '../../datadir/wal/decode-entry.ts';
import { LogEntries } from '../../datadir/wal/log-entries.ts';
import { logStory } from '../../datadir/wal/log-story.ts';
import { entriesOfRevisions } from '../../datadir/verdict/revision-entries.ts';
import { carvedDetail, carvedRow, carvedSums } from '../../view/files/carved-rows.ts';
import { keyDetail, keyRow, listedKeys, type KeyQuery } from '../../view/files/key-rows.ts';
import { indexOfRow, logStrip } from '../../view/files/log-strip.ts';
import { spaceSummary } from '../../view/files/space-summary.ts';
import { BlobSink } from './blob-sink.ts';
import type { HashOf, LogRow } from './files-calls.ts';
import type { Answer, FileAt, Given } from './files-port.ts';

/** A list that was asked for last: the next page of it is of the same. */
interface Listed {
  readonly of: string;
  readonly positions: Uint32Array;
}

/** The members whose files are open, and what was read of them. */
export class OpenFiles {
  readonly #sourceOf: (name: string, file: Blob) => ByteSource;
  #members: readonly Inspected[] = [];
  #listed: Listed | undefined;
  /** By member: which entry wrote which record (datadir/verdict/revision-entries.ts). */
  #entries = new Map<Inspected, Float64Array>();

  readonly #carved = new Map<number, Carved>();

  constructor(sourceOf: (name: string, file: Blob) => ByteSource) {
    this.#sourceOf = sourceOf;
  }

  open(files: readonly FileAt[], tell: Tell): Answer<'open'> {
    const given = files.map(({ path, file }) => ({
      path,
      source: this.#sourceOf(path.slice(path.lastIndexOf('/') + 1), file),
    }));
    const { members, notes } = gatherFiles(given);
    const sizes = members.map(({ wal, db }) =>
      [...wal, ...(db ? [db] : [])].reduce((sum, { size }) => sum + size, 0),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    let before = 0;
    this.#members = members.map((member, i) => {
      const size = sizes[i] ?? 0;
      const inspected = inspectMember(member, (done, total) =>
        tell(before + (total === 0 ? 0 : (done / total) * size), bytes),
      );
      before += size;
      return inspected;
    });
    const comparison = members.length > 1 ? compareMembers(this.#members, tell) : undefined;
    return { members: this.#members.map(({ report }) => report), comparison, notes, bytes };
  }

  hashes({ revision }: Given<'hashes'>, tell: Tell): Answer<'hashes'> {
    return this.#members.map(({ db, backend }, i): HashOf => {
      if (db === undefined || backend === undefined) return 'noStore';
      tell(i, this.#members.length);
      const entries = bucketEntries(db, 'key', () => undefined);
      const hash = bucketHash(entries, backend.times, backend, revision, hashRulesOf(backend.schema));
      return typeof hash === 'string' ? hash : hash.hash;
    });
  }

  keys({ member, query }: Given<'keys'>): Answer<'keys'> {
    return this.#list(member, query).length;
  }

  keyRows({ member, query, from, to }: Given<'keyRows'>): Answer<'keyRows'> {
    const { times } = this.#store(member).backend;
    return Array.from(this.#list(member, query).subarray(from, to), (position) => keyRow(times, position));
  }

  key({ member, position }: Given<'key'>, tell: Tell): Answer<'key'> {
    const { db, backend } = this.#store(member);
    const entry = this.#entryOf(member, position, tell);
    return { ...keyDetail(db, backend.times, position), entry };
  }

  log({ member }: Given<'log'>, tell: Tell): Answer<'log'> {
    const { summary } = this.#log(member);
    const { commit, wal } = this.#member(member).report;
    const { term, vote } = summary.hardState ?? {};
    const votes = term === undefined || vote === undefined || vote === 0n ? [] : [[term, vote] as const];
    const story = logStory(summary, new Map(votes), tell);
    return logStrip(summary.log, story, { commit, snapshots: wal?.snapshots ?? [] });
  }

  logRows({ member, from, to }: Given<'logRows'>): Answer<'logRows'> {
    const read = this.#log(member);
    const { log, segments } = read.summary;
    const entries = new LogEntries(read.summary);
    const rows: LogRow[] = [];
    for (let row = from; row < to; row++) {
      const index = indexOfRow(log, row);
      if (index === undefined) break;
      const record = log.recordAt(index);
      if (record === undefined) continue;
      const { name = '', sequence = 0 } = segments[log.segmentOf(record)] ?? {};
      const offset = log.offsetOf(record);
      const { content } = entries.ofRecord(record);
      // Changes of members say whom they concern.
      const change = content.kind.startsWith('confChange') ? { text: entryText(content) } : {};
      rows.push({
        ...entryAt(read, index),
        ...change,
        place: `${sequence}:${offset}`,
        file: `${name}:${offset}`,
      });
    }
    return rows;
  }

  space({ member }: Given<'space'>): Answer<'space'> {
    const { db, backend } = this.#store(member);
    const { pages } = this.#member(member);
    if (pages === undefined) throw new Error('the pages of this file could not be read');
    const { revision, schema, times } = backend;
    return spaceSummary(db, times, pages, { revision, keepsTombstones: schema >= '3.6' });
  }

  carve({ member }: Given<'carve'>, tell: Tell): Answer<'carve'> {
    const { db, backend } = this.#store(member);
    const { pages } = this.#member(member);
    if (pages === undefined) throw new Error('the pages of this file could not be read');
    const carved = carveKeys(db, backend, carvePages(db, pages, tell), tell);
    this.#carved.set(member, carved);
    return carvedSums(carved);
  }

  carvedRows({ member, from, to }: Given<'carvedRows'>): Answer<'carvedRows'> {
    const carved = this.#carvedOf(member);
    const end = Math.min(to, carved.records.length);
    return Array.from({ length: Math.max(0, end - from) }, (_, i) => carvedRow(carved, from + i)).filter(
      (row) => row !== undefined,
    );
  }

  carved({ member, number }: Given<'carved'>): Answer<'carved'> {
    return carvedDetail(this.#carvedOf(member), number);
  }

  #carvedOf(member: number): Carved {
    const carved = this.#carved.get(member);
    if (carved === undefined) throw new Error('the pages were not searched yet: search them again');
    return carved;
  }

  lab({ at }: Given<'lab'>, tell: Tell): Answer<'lab'> {
    const { lab, notes, machines } = labFrom(
      this.#members.map(({ files }) => files),
      at,
      tell,
    );
    return { file: new Blob([Uint8Array.from(encodeLab(lab))]), notes, machines };
  }

  restore({ member, options }: Given<'restore'>, tell: Tell): Answer<'restore'> {
    const { db, backend } = this.#store(member);
    const sink = new BlobSink();
    const restored = restoreTo(db, backend, options, sink, tell);
    return { restored, file: sink.file() };
  }

  #member(member: number): Inspected {
    const found = this.#members[member];
    if (found === undefined) throw new Error(`no member ${member} is open`);
    return found;
  }

  #store(member: number): { readonly db: Db; readonly backend: Backend } {
    const { db, backend, files } = this.#member(member);
    if (db === undefined || backend === undefined)
      throw new Error(`${files.dir} has no store that can be read`);
    return { db, backend };
  }

  #log(member: number): InspectedLog {
    const { log, files } = this.#member(member);
    if (log === undefined) throw new Error(`${files.dir} has no log`);
    return log;
  }

  #list(member: number, query: KeyQuery): Uint32Array {
    const of = `${member} ${JSON.stringify(query)}`;
    if (this.#listed?.of !== of)
      this.#listed = { of, positions: listedKeys(this.#store(member).backend.times, query) };
    return this.#listed.positions;
  }

  /** Undefined: its log does not say. */
  #entryOf(member: number, position: number, tell: Tell): EntryAt | undefined {
    const inspected = this.#member(member);
    const { log, backend } = inspected;
    if (log === undefined || backend === undefined) return undefined;
    let entries = this.#entries.get(inspected);
    if (entries === undefined) {
      entries = entriesOfRevisions(backend.times, log.requests, backend.consistentIndex, {
        compacted: backend.compactRevision,
        tell,
      });
      this.#entries.set(inspected, entries);
    }
    const index = entries[position] ?? 0;
    return index === 0 ? undefined : entryAt(log, index);
  }
}

function entryAt({ summary, requests }: InspectedLog, index: number): EntryAt {
  return { index, term: Number(summary.log.termAt(index) ?? 0), ...requests.wordsAt(index) };
}
