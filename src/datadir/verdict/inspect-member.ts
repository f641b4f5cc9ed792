import { cachedSource, type Tell } from '../../base/byte-source.ts';
import type { Db } from '../../bbolt/db.ts';
import type { PageProblem, PageReport } from '../../bbolt/report.ts';
import type { Backend } from '../backend/backend.ts';
import { adviceFor } from './advice.ts';
import {
  chosenSnapshot,
  compareVersions,
  etcdStarts,
  type DbFact,
  type PageFault,
  type SnapFact,
} from './etcd-start.ts';
import { inspectDb, isShortFile, type InspectedDb } from './inspect-db.ts';
import { inspectLog, type InspectedLog } from './inspect-log.ts';
import { inspectSnaps, type InspectedSnaps } from './inspect-snaps.ts';
import type { MemberFiles } from './member-files.ts';
import type { EtcdLine, EtcdStart, Finding, MemberName, MemberReport, Verdict } from './report.ts';
import { counted, finding, hexId } from './words.ts';

/** A member's report, and what it was made from, so that nothing is read twice. */
export interface Inspected {
  readonly report: MemberReport;
  readonly files: MemberFiles;
  readonly log?: InspectedLog;
  readonly db?: Db;
  readonly pages?: PageReport;
  readonly backend?: Backend;
}

/** Reads a member's files, all of them once, and judges them. Throws only what a source throws. */
export function inspectMember(files: MemberFiles, tell: Tell): Inspected {
  const told = shares(files, tell);
  const log = files.wal.length === 0 ? undefined : inspectLog(files.wal, told.log);
  const snaps = inspectSnaps(files.snaps);
  const db = files.db === undefined ? undefined : inspectDb(cachedSource(files.db), told.db);
  const starts = files.kind === 'backup' ? [] : startsOf(files, log, snaps, db);
  const facts = factsOf(log, snaps, db);
  const findings = sorted([
    ...(log?.findings ?? []),
    ...snaps.findings,
    ...(db?.findings ?? []),
    ...fitFindings(files, facts, log, db),
  ]);
  const verdict = verdictOf(findings, starts, facts.version);
  const report: MemberReport = {
    dir: files.dir,
    kind: files.kind,
    ...facts,
    ...(log !== undefined && { wal: log.report }),
    ...(db !== undefined && { db: db.report }),
    verdict,
    findings,
    starts,
    advice: [],
  };
  return {
    report: { ...report, advice: adviceFor(report) },
    files,
    ...(log !== undefined && { log }),
    ...(db?.db !== undefined && { db: db.db }),
    ...(db?.pages !== undefined && { pages: db.pages }),
    ...(db?.backend !== undefined && { backend: db.backend }),
  };
}

/** One count over all files: the log, then the db. */
function shares({ wal, db }: MemberFiles, tell: Tell): { log: Tell; db: Tell } {
  const logBytes = wal.reduce((sum, { size }) => sum + size, 0);
  const dbBytes = db?.size ?? 0;
  const all = logBytes + dbBytes;
  return {
    log: (done) => tell(done, all),
    db: (done, total) => tell(logBytes + (total === 0 ? 0 : (done / total) * dbBytes), all),
  };
}

function startsOf(
  { snapDbs, dir }: MemberFiles,
  log: InspectedLog | undefined,
  snaps: InspectedSnaps,
  db: InspectedDb | undefined,
): EtcdStart[] {
  return etcdStarts({
    dbPath: `${dir === '' ? '' : `${dir}/`}member/snap/db`,
    log: (line) => log?.factsOf(line),
    snaps: snaps.facts,
    snapDbs: snapDbs.map(({ name }) => Number.parseInt(name, 16)),
    db: dbFact(db),
  });
}

function dbFact(db: InspectedDb | undefined): DbFact {
  if (db === undefined) return { kind: 'absent' };
  if (db.unreadable !== undefined) return { kind: 'unreadable', words: db.unreadable };
  const { backend, pages } = db;
  // Where not even the list of buckets can be read, what bbolt makes of it cannot be foretold: only that it ends.
  // (A file of no bytes is none of these: bbolt begins a new one.)
  const lost: PageFault | undefined =
    backend === undefined && pages !== undefined
      ? { kind: 'buckets', words: '', isBeyondFile: false, bbolt: 'astray' }
      : undefined;
  const fatal = pages?.problems.find(isFatal);
  const ordered = pages?.problems.find(
    (problem) => isFatal(problem) || (problem.kind === 'key order' && problem.bbolt !== 'nothing'),
  );
  const pageFault = fatal === undefined ? lost : faultOf(fatal);
  const orderFault = ordered === undefined ? lost : faultOf(ordered);
  const record = backend?.problems.find(({ bucket }) => bucket === 'key');
  return {
    kind: 'open',
    consistentIndex: backend?.consistentIndex ?? 0,
    ...(pageFault !== undefined && { pageFault }),
    ...(orderFault !== undefined && { orderFault }),
    ...(db.findings.some(({ code }) => code === 'root') && { hasRootKeys: true }),
    ...(record !== undefined && {
      recordFault: /reaches beyond|stands behind/.test(record.words) ? 'beyond its page' : 'not a record',
    }),
    ...(backend?.clusterVersion !== undefined && { clusterVersion: backend.clusterVersion }),
    ...(backend?.storageVersion !== undefined && { storageVersion: backend.storageVersion }),
  };
}

/** That pages behind the file's end are free, bbolt does not notice: it makes the file longer when it needs them. */
function isFatal({ kind, words }: PageProblem): boolean {
  return FATAL_PAGES.has(kind) && !isShortFile(words);
}

/** From here on the place of a page, counted in 64 bits, is anywhere in the file: what bbolt meets there cannot be foretold. */
const WRAPPING_PAGE = 2 ** 50;

function faultOf({ kind, page, words, bbolt }: PageProblem): PageFault {
  const isBeyondFile = kind === 'beyond end' && words.includes('is beyond the file') && page < WRAPPING_PAGE;
  return { kind, words, isBeyondFile, bbolt };
}

/** Problems of pages that a walk over all of them does not survive. */
const FATAL_PAGES: ReadonlySet<string> = new Set([
  'page id',
  'page type',
  'beyond end',
  'bucket',
  'used twice',
  'freelist',
]);

type Facts = Pick<
  MemberReport,
  | 'version'
  | 'memberId'
  | 'clusterId'
  | 'term'
  | 'vote'
  | 'commit'
  | 'firstIndex'
  | 'lastIndex'
  | 'lastTerm'
  | 'consistentIndex'
  | 'revision'
  | 'compactRevision'
  | 'keys'
  | 'hashKv'
  | 'leases'
  | 'alarms'
  | 'authEnabled'
> &
  Pick<MemberReport, 'members' | 'snapshot'>;

function factsOf(log: InspectedLog | undefined, snaps: InspectedSnaps, db: InspectedDb | undefined): Facts {
  const backend = db?.backend;
  const version = versionOf(backend);
  const start = log === undefined ? undefined : startIn(version, log, snaps.facts);
  return {
    ...(version !== undefined && { version }),
    ...log?.ids,
    ...(log !== undefined && log.hardState),
    ...(log !== undefined && logRange(log, start?.mark ?? { index: 0, term: 0 })),
    ...(backend !== undefined && {
      consistentIndex: backend.consistentIndex,
      revision: backend.revision,
      compactRevision: backend.compactRevision,
      keys: backend.keys.live,
      leases: backend.leases.length,
      alarms: backend.alarms.map(({ member, kind }) => `${kind} ${hexId(member)}`),
      authEnabled: backend.auth.enabled,
    }),
    ...(db?.hashKv !== undefined && { hashKv: db.hashKv }),
    members: membersOf(backend),
    snapshot: snaps.reportOf(start?.file?.name),
  };
}

function startIn(
  version: string | undefined,
  log: InspectedLog,
  snaps: readonly SnapFact[],
): ReturnType<typeof chosenSnapshot> {
  const line = lineOf(version);
  return chosenSnapshot(line, log.factsOf(line), snaps);
}

/** What wrote these files last, as far as they say: the schema, which follows an upgrade late, or the version the cluster agreed on. */
function versionOf(backend: Backend | undefined): string | undefined {
  if (backend === undefined) return undefined;
  const { schema, clusterVersion } = backend;
  if (clusterVersion === undefined || compareVersions(clusterVersion, schema) <= 0) return schema;
  return clusterVersion.split('.').slice(0, 2).join('.');
}

/** The line whose etcd wrote these files last. */
export function lineOf(version: string | undefined): EtcdLine {
  if (version === '3.4' || version === '3.5' || version === '3.7') return version;
  return '3.6';
}

/** The log's entries as a start has them: those after the snapshot count as its last, where it has none. */
function logRange(log: InspectedLog, mark: { index: number; term: number }): Partial<Facts> {
  const { firstIndex, lastIndex } = log.summary.log;
  if (lastIndex < mark.index || lastIndex === 0)
    return { lastIndex: mark.index, lastTerm: mark.term, ...(firstIndex > 0 && { firstIndex }) };
  return { firstIndex, lastIndex, lastTerm: Number(log.summary.log.termAt(lastIndex) ?? 0) };
}

function membersOf(backend: Backend | undefined): MemberName[] {
  return (backend?.members ?? []).map(({ id, name, peerUrls, clientUrls, isLearner }) => {
    const member = { id: hexId(id), peerUrls, clientUrls, learner: isLearner };
    return name === '' ? member : Object.assign(member, { name });
  });
}

/** What the files say of each other. */
function fitFindings(
  files: MemberFiles,
  facts: Facts,
  log: InspectedLog | undefined,
  db: InspectedDb | undefined,
): Finding[] {
  if (files.kind === 'backup') return [];
  const found: Finding[] = [];
  const { consistentIndex, lastIndex, commit = 0, snapshot, memberId, members } = facts;
  if (log === undefined) {
    const words =
      'There is no log: what this member promised in elections, and what it has acknowledged since its last snapshot, is gone.';
    found.push(finding('bad', 'no log', words));
  }
  if (db === undefined) found.push(finding('bad', 'no db', 'There is no db: no key can be read.'));
  if (consistentIndex !== undefined && lastIndex !== undefined && log !== undefined) {
    const data = { consistentIndex, lastIndex, commit, snapshot: snapshot.index ?? 0 };
    if (consistentIndex > lastIndex) {
      const words = `The db has applied index ${consistentIndex}, and the log ends at ${lastIndex}: entries that were acknowledged are missing from the log.`;
      found.push(finding('bad', 'db ahead of log', words, data));
    } else if (consistentIndex < (snapshot.index ?? 0)) {
      const words = `The db has applied index ${consistentIndex}, which is before the snapshot at ${snapshot.index ?? 0}.`;
      found.push(finding('bad', 'db behind snapshot', words, data));
    } else {
      const replayed = Math.max(0, Math.max(commit, consistentIndex) - consistentIndex);
      const words = `consistent_index ${consistentIndex} lies between the snapshot and the end of the log; a start applies ${counted(replayed, 'entry', 'entries')} after it.`;
      found.push(finding('note', 'indexes fit', words, { ...data, replayed }));
    }
    if (commit > lastIndex) {
      const words = `The log says that index ${commit} is committed, and ends at ${lastIndex}.`;
      found.push(finding('bad', 'commit out of range', words, data));
    }
  }
  if (memberId !== undefined && members.length > 0 && !members.some(({ id }) => id === memberId)) {
    const words = `The log is that of member ${memberId}, which is not among the ${counted(members.length, 'member', 'members')} in the db: it was removed, or log and db are not of one member.`;
    found.push(finding('bad', 'not a member', words, { memberId }));
  }
  return found;
}

const WEIGHTS = ['bad', 'mended', 'odd', 'note'] as const;

function sorted(findings: readonly Finding[]): Finding[] {
  return WEIGHTS.flatMap((weight) => findings.filter((found) => found.weight === weight));
}

/** Damaged: something bad was found, or the etcd whose files these are refuses them. */
function verdictOf(
  findings: readonly Finding[],
  starts: readonly EtcdStart[],
  version: string | undefined,
): Verdict {
  const own = starts.find(({ etcd }) => etcd === lineOf(version));
  if (own?.outcome === 'refuses' || findings.some(({ weight }) => weight === 'bad')) return 'damaged';
  if (own?.outcome === 'mends' || findings.some(({ weight }) => weight === 'mended')) return 'repairable';
  return 'whole';
}
