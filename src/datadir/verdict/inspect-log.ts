import type { ByteSource, Tell } from '../../base/byte-source.ts';
import { readWal, type WalSummary } from '../wal/read-wal.ts';
import type { LogFacts, V2EntryFact } from './etcd-start.ts';
import { etcdWalStart } from '../wal/etcd-start.ts';
import { LogRequests, V2Candidates } from './log-requests.ts';
import type { EtcdLine, Finding, MemberReport, WalReport } from './report.ts';
import { counted, finding, hexId } from './words.ts';

/** A log that was read, with what each line of etcd would say of it. */
export interface InspectedLog {
  readonly wal: readonly ByteSource[];
  readonly summary: WalSummary;
  readonly requests: LogRequests;
  readonly report: WalReport;
  readonly findings: readonly Finding[];
  readonly ids: Pick<MemberReport, 'memberId' | 'clusterId'>;
  readonly hardState: Pick<MemberReport, 'term' | 'vote' | 'commit'>;
  readonly factsOf: (line: EtcdLine) => LogFacts;
}

/** Of one kind of problem so many are told: damage can make as many as there are records. */
const TOLD = 20;

export function inspectLog(wal: readonly ByteSource[], tell: Tell): InspectedLog {
  const candidates = new V2Candidates();
  const summary = readWal(wal, { entry: (entry) => candidates.take(entry) }, tell);
  const requests = new LogRequests(summary, candidates);
  const byLine = new Map<EtcdLine, LogFacts>();
  const { metadata, hardState } = summary;
  return {
    wal,
    summary,
    requests,
    report: reportOf(summary),
    findings: findingsOf(summary),
    ids:
      metadata === undefined
        ? {}
        : { memberId: hexId(metadata.memberId), clusterId: hexId(metadata.clusterId) },
    hardState:
      hardState === undefined
        ? {}
        : {
            term: Number(hardState.term),
            vote: hexId(hardState.vote),
            commit: Number(hardState.commit),
          },
    factsOf,
  };

  /** Lines read most logs alike; where one may not, it is read once more by its rules. */
  function factsOf(line: EtcdLine): LogFacts {
    const known = byLine.get(line);
    if (known !== undefined) return known;
    const read = summary.isPlain || line === summary.line ? summary : readWal(wal, {}, undefined, { line });
    const facts = logFacts(wal, read, requests, line);
    byLine.set(line, facts);
    return facts;
  }
}

function logFacts(
  wal: readonly ByteSource[],
  summary: WalSummary,
  requests: LogRequests,
  line: EtcdLine,
): LogFacts {
  const { snapshots, hardState } = summary;
  return {
    marks: snapshots.map(({ index, term }) => ({ index: Number(index), term: Number(term) })),
    commit: Number(hardState?.commit ?? 0),
    start: (marks) => etcdWalStart(wal, summary, marks, line),
    v2Entry: (from, to) => requests.firstV2(from, to, () => true),
    v2Disallowed: (from, to) => requests.firstV2(from, to, isDisallowed),
    v2ClusterVersion: (from, to) => requests.lastClusterVersion(from, to),
  };
}

/** etcd 3.6 applies what etcd itself wrote by v2 requests (apply_v2.go). */
function isDisallowed({ method, path }: V2EntryFact & { readonly path: string }): boolean {
  if (method !== 'PUT') return true;
  return path !== '/0/version' && !/^\/0\/members\/[0-9a-f]+\/attributes$/u.test(path);
}

function reportOf({ segments, records, log, end, files, snapshots, problems }: WalSummary): WalReport {
  const place = end.kind === 'whole' ? undefined : end.place;
  const name = place === undefined ? '' : (files[place.segment]?.name ?? '');
  const problem = end.kind === 'whole' ? problems[0]?.error : end.error;
  return {
    whole: end.kind === 'whole' && problem === undefined && segments.length === files.length,
    segments: files.length,
    size: files.reduce((sum, { source }) => sum + source.size, 0),
    records,
    entries: log.records,
    overwritten: log.overwrittenCount,
    ...(end.kind === 'torn' && place !== undefined && { tornAt: `${name}:${place.offset}` }),
    ...(problem !== undefined && { problem }),
    snapshots: snapshots.map(({ index, term }) => ({ index: Number(index), term: Number(term) })),
  };
}

function findingsOf({
  end,
  files,
  problems,
  missing,
  log,
  segments,
  behind,
  metadata,
}: WalSummary): Finding[] {
  const found: Finding[] = [];
  if (end.kind !== 'whole') {
    const file = files[end.place.segment]?.name ?? '';
    const at = end.place.offset;
    const isLast = end.place.segment === files.length - 1;
    const left = files.length - 1 - end.place.segment;
    const data = { file, at, error: end.error };
    if (end.kind === 'torn' && isLast) {
      const words = `The last record of the log was cut short (${end.error}), as a crash leaves it.`;
      found.push(finding('mended', 'torn end', words, data, { file, at }));
    } else {
      const behindIt = left > 0 ? ` ${counted(left, 'segment lies', 'segments lie')} behind it unread.` : '';
      const words = `A record of the log is not as it was written (${end.error}).${behindIt}`;
      found.push(finding('bad', 'log damaged', words, data, { file, at }));
    }
  }
  for (const { kind, place, error } of problems.slice(0, TOLD)) {
    const file = files[place.segment]?.name ?? '';
    const words = `A record of the log cannot be what etcd writes: ${error}.`;
    found.push(finding('bad', kind, words, { error }, { file, at: place.offset }));
  }
  if (missing.length > 0) {
    const words = `${counted(missing.length, 'file', 'files')} of the log are missing between the first and the last (number ${missing[0] ?? 0}).`;
    found.push(finding('bad', 'segment missing', words, { first: missing[0] ?? 0, count: missing.length }));
  }
  for (const { last } of log.ranges.slice(0, -1).slice(0, TOLD)) {
    const words = `The log has no entry ${last + 1}, and goes on behind it.`;
    found.push(finding('bad', 'gap', words, { index: last + 1 }));
  }
  if (metadata === undefined && end.kind !== 'damaged') {
    const words = 'The log does not say whose it is: it has no metadata record.';
    found.push(finding('bad', 'no metadata', words));
  }
  if (log.overwrittenCount > 0) {
    const words = `${counted(log.overwrittenCount, 'entry was', 'entries were')} replaced by another leader's: they had never been committed, or --force-new-cluster dropped them.`;
    found.push(finding('note', 'overwritten', words, { count: log.overwrittenCount }));
  }
  if (behind !== undefined) {
    const file = segments[behind.segment]?.name ?? '';
    const words =
      'Behind the end of the log lies something that is not zero, which a start overwrites: what a write left that never ended, or records that zeros hide.';
    found.push(finding('odd', 'behind the end', words, { at: behind.offset }, { file, at: behind.offset }));
  }
  return found;
}
