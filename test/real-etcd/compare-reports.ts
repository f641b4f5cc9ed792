import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGiven } from '../../src/cli/inspect/given-files.ts';
import { bucketAt, entries } from '../../src/bbolt/bucket.ts';
import { keyValue } from '../../src/protobuf/mvccpb.ts';
import { bytesOf } from '../../src/protobuf/message.ts';
import { decode } from '../../src/protobuf/wire-read.ts';
import { gatherFiles } from '../../src/datadir/verdict/member-files.ts';
import { inspectMember, type Inspected } from '../../src/datadir/verdict/inspect-member.ts';
import type { AnsweredKey, Answers, ToolAnswers } from './answers.ts';

/** What a workload's folder says beside its members (`record.ts`). */
export interface DoneJson {
  readonly killed: boolean;
}

/** Reads a member that was recorded and holds what it says against what etcd and its tools have said. */
export function compareRecorded(folder: string, name: string, killed: boolean): string[] {
  const given = openGiven([join(folder, name)]);
  try {
    const { members } = gatherFiles(given.files);
    const [files] = members;
    if (files === undefined || members.length !== 1) return [`${members.length} members found, not 1`];
    const inspected = inspectMember(files, () => undefined);
    const answers = readJson(join(folder, `${name}.answers.json`)) as Answers;
    const tools = readJson(join(folder, `${name}.tools.json`)) as ToolAnswers;
    return [
      ...compareTools(inspected, tools),
      ...(killed ? compareKilled(inspected, answers) : compareAnswers(inspected, answers)),
    ];
  } finally {
    given.close();
  }
}

/** The recorded members below a folder. */
export function recordedMembers(
  out: string,
): { readonly folder: string; readonly name: string; readonly killed: boolean }[] {
  return readdirSync(out)
    .map((name) => join(out, name))
    .filter((folder) => existsSync(join(folder, 'done.json')))
    .flatMap((folder) => {
      const { killed } = readJson(join(folder, 'done.json')) as DoneJson;
      const names = readdirSync(folder).filter((name) => existsSync(join(folder, `${name}.answers.json`)));
      return names.map((name) => ({ folder, name, killed }));
    });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

type Check = (what: string, ours: unknown, theirs: unknown) => void;

function checks(): { readonly check: Check; readonly wrong: string[] } {
  const wrong: string[] = [];
  return {
    wrong,
    check: (what, ours, theirs) => {
      const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
      if (a !== b) wrong.push(`${what}: we say ${short(a)}, etcd says ${short(b)}`);
    },
  };
}

function short(text: string | undefined): string {
  const all = text ?? 'nothing';
  return all.length > 300 ? `${all.slice(0, 300)}…` : all;
}

/** The files as the tools see them: true after a clean stop and after a kill. */
export function compareTools({ report, pages, db }: Inspected, tools: ToolAnswers): string[] {
  const { check, wrong } = checks();
  check('verdict', report.verdict, 'whole');
  check('revision (snapshot status)', report.revision, Math.max(1, tools.snapshotStatus.revision));
  check('size', (report.db?.pages ?? 0) * (report.db?.pageSize ?? 0), tools.snapshotStatus.totalSize);
  check('db whole', report.db?.whole, tools.bboltCheck ?? true);
  const free = tools.bboltPages.filter(({ type }) => type === 'free').length;
  if (tools.bboltPages.length > 0) check('free pages (bbolt pages)', pages?.free, free);
  check('pages size', db?.pageSize, 4096);
  return wrong;
}

/** What ran until the end and was stopped in order has everything in its files. */
export function compareAnswers(inspected: Inspected, answers: Answers): string[] {
  const { check, wrong } = checks();
  const { report, backend } = inspected;
  const { header, raftIndex, version } = answers.status as unknown as StatusJson;
  check('member id', BigInt(`0x${report.memberId ?? '0'}`).toString(), header.member_id);
  check('cluster id', BigInt(`0x${report.clusterId ?? '0'}`).toString(), header.cluster_id);
  check('version', report.version, version.split('.').slice(0, 2).join('.'));
  // 3.6 writes its storage version a few seconds after the cluster has agreed on its own: perhaps after it was asked.
  const schemas = [report.version, schemaOf(version, answers.status as unknown as StatusJson)];
  check('schema', schemas.includes(backend?.schema), true);
  check('term is not lower', (report.term ?? 0) >= Number(header.raft_term), true);
  check('commit is not lower', (report.commit ?? 0) >= Number(raftIndex), true);
  check('revision', report.revision, Number(header.revision ?? 1));
  check('hashkv', report.hashKv, answers.hashKv.hash);
  check('compact revision', report.compactRevision, answers.hashKv.compactRevision);
  check('keys', report.keys, answers.revisions.at(-1)?.kvs.length ?? 0);
  check('leases', leasesOf(inspected), leasesJson(answers));
  check('members', membersOf(inspected), membersJson(answers));
  check('alarms', alarmsOf(inspected), alarmsJson(answers));
  check(
    'users',
    backend?.auth.users.map(({ name }) => name),
    (answers.users as { users?: string[] }).users ?? [],
  );
  check(
    'roles',
    backend?.auth.roles.map(({ name }) => name),
    (answers.roles as { roles?: string[] }).roles ?? [],
  );
  for (const { revision, kvs } of answers.revisions) {
    check(`all keys at revision ${revision}`, keysAt(inspected, revision), kvs.map(plainKey));
    if (wrong.length > 5) break;
  }
  return wrong;
}

/** A crash leaves the db up to a tenth of a second behind; what it has is what the running etcd had then. */
export function compareKilled(inspected: Inspected, answers: Answers): string[] {
  const { check, wrong } = checks();
  const { report } = inspected;
  const { header } = answers.status as unknown as StatusJson;
  check('revision is not higher', (report.revision ?? 0) <= Number(header.revision ?? 1), true);
  check('indexes fit', (report.consistentIndex ?? 0) <= (report.lastIndex ?? 0), true);
  const then = answers.revisions.find(({ revision }) => revision === report.revision);
  if (then !== undefined && then.revision >= (report.compactRevision ?? 0)) {
    check(`all keys at revision ${then.revision}`, keysAt(inspected, then.revision), then.kvs.map(plainKey));
  }
  return wrong;
}

interface StatusJson {
  readonly header: {
    readonly member_id: string;
    readonly cluster_id: string;
    readonly revision?: string;
    readonly raft_term: string;
  };
  readonly raftIndex: string;
  readonly version: string;
  readonly storageVersion?: string;
}

/** A 3.6 gives the files its storage version a few seconds after the cluster has agreed on it; until then they are 3.5's. */
function schemaOf(version: string, { storageVersion }: StatusJson): string {
  return (storageVersion ?? version).split('.').slice(0, 2).join('.');
}

type PlainKey = readonly [
  key: string,
  value: string,
  create: string,
  mod: string,
  version: string,
  lease: string,
];

function plainKey(kv: AnsweredKey): PlainKey {
  return [kv.key, kv.value ?? '', kv.create_revision, kv.mod_revision, kv.version, kv.lease ?? '0'];
}

function keysAt({ db, backend }: Inspected, revision: number): PlainKey[] {
  if (db === undefined || backend === undefined) return [];
  const { times } = backend;
  const values = valuesOf({ db, times });
  return [...times.at(revision)].map((position) => [
    Buffer.from(times.key(position)).toString('base64'),
    values.get(`${times.page(position)}.${times.index(position)}`) ?? '(none)',
    String(times.createRevision(position)),
    String(times.main(position)),
    String(times.version(position)),
    String(BigInt.asIntN(64, times.lease(position))),
  ]);
}

const valuesKnown = new WeakMap<object, Map<string, string>>();

function valuesOf({ db, times }: { db: NonNullable<Inspected['db']>; times: object }): Map<string, string> {
  const known = valuesKnown.get(times);
  if (known !== undefined) return known;
  const values = new Map<string, string>();
  const bucket = bucketAt(db, 'key');
  if (bucket !== undefined) {
    for (const { value, page, index } of entries(db, bucket)) {
      values.set(
        `${page}.${index}`,
        Buffer.from(bytesOf(decode(keyValue, value), 'value')).toString('base64'),
      );
    }
  }
  valuesKnown.set(times, values);
  return values;
}

function leasesOf({ backend }: Inspected): string[] {
  return (backend?.leases ?? []).map(({ id }) => BigInt.asIntN(64, id).toString()).sort();
}

function leasesJson({ leases }: Answers): string[] {
  return ((leases as { leases?: { ID: string }[] }).leases ?? []).map(({ ID }) => ID).sort();
}

function membersOf({ report }: Inspected): unknown {
  return report.members
    .map(({ id, name = '', peerUrls, clientUrls, learner }) => [
      BigInt(`0x${id}`).toString(),
      name,
      peerUrls,
      clientUrls,
      learner,
    ])
    .sort(byFirst);
}

function byFirst(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}

interface MemberJson {
  readonly ID: string;
  readonly name?: string;
  readonly peerURLs?: string[];
  readonly clientURLs?: string[];
  readonly isLearner?: boolean;
}

function membersJson({ members }: Answers): unknown {
  return ((members as { members?: MemberJson[] }).members ?? [])
    .map(({ ID, name = '', peerURLs = [], clientURLs = [], isLearner = false }) => [
      ID,
      name,
      peerURLs,
      clientURLs,
      isLearner,
    ])
    .sort(byFirst);
}

function alarmsOf({ report }: Inspected): string[] {
  return (report.alarms ?? []).map((alarm) => {
    const [kind = '', id = '0'] = alarm.split(' ');
    return `${BigInt(`0x${id}`).toString()} ${kind}`;
  });
}

function alarmsJson({ alarms }: Answers): string[] {
  const all = (alarms as { alarms?: { memberID?: string; alarm?: string }[] }).alarms ?? [];
  return all.map(({ memberID = '0', alarm = 'NONE' }) => `${memberID} ${alarm}`);
}
