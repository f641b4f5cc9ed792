import type { Tell } from '../../base/byte-source.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { flagOf, idOf, smallOf, textOf, type Message } from '../../protobuf/message.ts';
import { alarmType } from '../../protobuf/etcdserverpb/maintenance.ts';
import { peekRequest, requestId, type ConfChangeEntry } from './decode-entry.ts';
import type { IndexRange } from './entry-log.ts';
import { LogEntries, type LogEntry } from './log-entries.ts';
import type { WalSummary } from './read-wal.ts';

/** Who led a term, and what in the log says so. */
export interface TermLeader {
  readonly memberId: bigint;
  /**
   * `alone`: there was no other voter. `proposed`: an entry of the term that only leaders propose (the cluster's version, a lease's checkpoint)
   * carries its mark. `voted`: this member gave it its vote of the term, which may have gone to one that lost.
   */
  readonly by: 'alone' | 'proposed' | 'voted';
}

export interface TermSpan {
  readonly term: number | bigint;
  readonly first: number;
  readonly last: number;
  readonly leader?: TermLeader;
}

interface AtEntry {
  readonly index: number;
  readonly term: number | bigint;
}

export interface MembershipChange extends AtEntry {
  readonly type: ConfChangeEntry['type'];
  readonly memberId: bigint;
  readonly name?: string;
  readonly peerUrls?: readonly string[];
  /** A learner becomes a voter. */
  readonly isPromotion: boolean;
  /** Written by a start with `--force-new-cluster`, and asked for by nobody. */
  readonly isForced: boolean;
}

export interface LogStory {
  readonly terms: readonly TermSpan[];
  readonly membership: readonly MembershipChange[];
  readonly compactions: readonly (AtEntry & { readonly revision: bigint })[];
  readonly leases: readonly (AtEntry & {
    readonly type: 'grant' | 'revoke';
    readonly id: bigint;
    readonly ttl?: bigint;
  })[];
  readonly alarms: readonly (AtEntry & {
    readonly action: 'GET' | 'ACTIVATE' | 'DEACTIVATE';
    readonly alarm: string;
    readonly memberId: bigint;
  })[];
  /** Of the whole cluster, as its leader has set it. */
  readonly versions: readonly (AtEntry & { readonly version: string })[];
  /** Switched on, or off. */
  readonly auth: readonly (AtEntry & { readonly enabled: boolean })[];
  readonly downgrades: readonly (AtEntry & { readonly enabled: boolean; readonly version: string })[];
  /** Starts with `--force-new-cluster`: where it begins, and who was removed. */
  readonly forced: readonly { readonly index: number; readonly removed: readonly bigint[] }[];
  /** How many entries there are of each kind: `put`, `txn`, `empty`, `v2`, `confChange`. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Entries of no kind that etcd knows. */
  readonly unknown: readonly (AtEntry & { readonly problem: string })[];
  /** Indexes that are missing between those that are there. */
  readonly gaps: readonly IndexRange[];
}

/** So many of a kind are listed; there are more leases than anyone reads. */
const LISTED_MAX = 100_000;
/** What says nothing of the cluster, and is most of a log: it is counted, and not read. */
const OF_CLIENTS = new Set(['range', 'put', 'delete_range', 'txn']);
const TELL_EVERY = 1 << 14;

interface Draft {
  readonly terms: { term: number | bigint; first: number; last: number; leader?: TermLeader }[];
  readonly membership: MembershipChange[];
  readonly compactions: LogStory['compactions'][number][];
  readonly leases: LogStory['leases'][number][];
  readonly alarms: LogStory['alarms'][number][];
  readonly versions: LogStory['versions'][number][];
  readonly auth: LogStory['auth'][number][];
  readonly downgrades: LogStory['downgrades'][number][];
  readonly forced: { index: number; removed: bigint[] }[];
  readonly kinds: Map<string, number>;
  readonly unknown: LogStory['unknown'][number][];
}

/**
 * What the entries that count tell of the cluster. `votes`: whom this member voted for, by term, as the hard states of the log have it
 * (`votesOf`). An entry that was never committed is told like any other: the log does not know.
 */
export function logStory(
  wal: WalSummary,
  votes: ReadonlyMap<number | bigint, bigint> = new Map(),
  tell: Tell = () => undefined,
): LogStory {
  const entries = new LogEntries(wal);
  const { log } = wal;
  const draft: Draft = {
    terms: [],
    membership: [],
    compactions: [],
    leases: [],
    alarms: [],
    versions: [],
    auth: [],
    downgrades: [],
    forced: [],
    kinds: new Map(),
    unknown: [],
  };
  const voters = new Set<bigint>(wal.snapshots.find((mark) => mark.index > 0)?.confState?.voters);
  let done = 0;
  for (const { first, last } of log.ranges) {
    for (let index = first; index <= last; index++) {
      if (++done % TELL_EVERY === 0) tell(done, log.records);
      const record = log.recordAt(index);
      if (record === undefined) continue;
      takeTerm(draft, index, log.termOf(record));
      const name = log.typeOf(record) === 0 ? peekRequest(entries.data(record)) : undefined;
      if (name !== undefined && OF_CLIENTS.has(name)) count(draft, name);
      else takeEntry(draft, entries.ofRecord(record), voters);
    }
  }
  tell(log.records, log.records);
  const { kinds, terms, ...rest } = draft;
  const ids = [...new Set(draft.membership.map(({ memberId }) => memberId))];
  return {
    ...rest,
    kinds: Object.fromEntries(kinds),
    terms: terms.map((span) => withLeader(span, votes, ids)),
    gaps: gapsOf(log.ranges),
  };
}

/** A leader that proposed is known by the last 16 bits of its id: which member that is, the log says elsewhere. */
function withLeader(
  { term, first, last, leader }: Draft['terms'][number],
  votes: ReadonlyMap<number | bigint, bigint>,
  ids: readonly bigint[],
): TermSpan {
  const span: TermSpan = { term, first, last };
  if (leader?.by === 'alone') return { ...span, leader };
  const known = leader === undefined ? [] : ids.filter((id) => (id & 0xffffn) === leader.memberId);
  const [only] = known;
  if (known.length === 1 && only !== undefined)
    return { ...span, leader: { memberId: only, by: 'proposed' } };
  const vote = votes.get(term);
  return vote === undefined || vote === 0n ? span : { ...span, leader: { memberId: vote, by: 'voted' } };
}

function takeTerm({ terms }: Draft, index: number, term: number | bigint): void {
  const before = terms.at(-1);
  if (before?.term === term) before.last = index;
  else terms.push({ term, first: index, last: index });
}

function takeEntry(draft: Draft, { index, term, content }: LogEntry, voters: Set<bigint>): void {
  const at = { index, term };
  count(draft, content.kind === 'request' ? content.name : content.kind);
  switch (content.kind) {
    case 'confChange':
      takeChange(draft, at, content.change, voters);
      return;
    case 'unknown':
      list(draft.unknown, { ...at, problem: content.problem });
      return;
    case 'empty':
      // The first entry of a leader: where nobody else has a vote, it is this one's.
      if (voters.size === 1) setLeader(draft, [...voters][0] ?? 0n, 'alone');
      return;
    case 'v2':
      if (textOf(content.request, 'Path') !== '/0/version') return;
      setLeader(draft, requestId(content) >> 48n, 'proposed');
      list(draft.versions, { ...at, version: textOf(content.request, 'Val') });
      return;
    case 'request':
      takeRequest(draft, at, content.name, content.message);
      if (content.name === 'cluster_version_set' || content.name === 'lease_checkpoint') {
        setLeader(draft, requestId(content) >> 48n, 'proposed');
      }
      return;
    default:
  }
}

function takeRequest(draft: Draft, at: AtEntry, name: string, message: Message): void {
  switch (name) {
    case 'compaction':
      list(draft.compactions, { ...at, revision: idOf(message, 'revision') });
      return;
    case 'lease_grant': {
      const id = BigInt.asUintN(64, idOf(message, 'ID'));
      list(draft.leases, { ...at, type: 'grant', id, ttl: idOf(message, 'TTL') });
      return;
    }
    case 'lease_revoke':
      list(draft.leases, { ...at, type: 'revoke', id: BigInt.asUintN(64, idOf(message, 'ID')) });
      return;
    case 'alarm': {
      const actions = ['GET', 'ACTIVATE', 'DEACTIVATE'] as const;
      const action = actions[smallOf(message, 'action')] ?? 'GET';
      const alarm = alarmType.names.get(smallOf(message, 'alarm')) ?? String(smallOf(message, 'alarm'));
      list(draft.alarms, { ...at, action, alarm, memberId: idOf(message, 'memberID') });
      return;
    }
    case 'cluster_version_set':
      list(draft.versions, { ...at, version: textOf(message, 'ver') });
      return;
    case 'downgrade_info_set': {
      const version = textOf(message, 'ver');
      list(draft.downgrades, { ...at, enabled: flagOf(message, 'enabled'), version });
      return;
    }
    case 'auth_enable':
    case 'auth_disable':
      list(draft.auth, { ...at, enabled: name === 'auth_enable' });
      return;
    default:
  }
}

function takeChange(draft: Draft, at: AtEntry, change: ConfChangeEntry, voters: Set<bigint>): void {
  const { type, memberId, context, id } = change;
  const isForced = type === 'ConfChangeRemoveNode' && id === 0n;
  list(draft.membership, { ...at, type, memberId, ...describedIn(context), isForced });
  if (type === 'ConfChangeAddNode') voters.add(memberId);
  if (type === 'ConfChangeRemoveNode') voters.delete(memberId);
  if (!isForced) return;
  const before = draft.forced.at(-1);
  if (before !== undefined && before.index + before.removed.length === at.index)
    before.removed.push(memberId);
  else draft.forced.push({ index: at.index, removed: [memberId] });
}

/** The member as etcd's JSON has it in the change: `{"id":…,"peerURLs":[…],"name":…}`. */
function describedIn(
  context: Uint8Array | undefined,
): Pick<MembershipChange, 'name' | 'peerUrls' | 'isPromotion'> {
  if (context === undefined || context.length === 0) return { isPromotion: false };
  try {
    const json: unknown = JSON.parse(decodeUtf8(context));
    if (typeof json !== 'object' || json === null) return { isPromotion: false };
    const name = 'name' in json && typeof json.name === 'string' ? { name: json.name } : {};
    const urls = 'peerURLs' in json && Array.isArray(json.peerURLs) ? json.peerURLs.map(String) : undefined;
    const isPromotion = 'isPromote' in json && json.isPromote === true;
    return { ...name, ...(urls === undefined ? {} : { peerUrls: urls }), isPromotion };
  } catch (error) {
    if (error instanceof SyntaxError) return { isPromotion: false };
    throw error;
  }
}

function setLeader({ terms }: Draft, memberId: bigint, by: TermLeader['by']): void {
  const span = terms.at(-1);
  if (span !== undefined && span.leader?.by !== 'alone') span.leader = { memberId, by };
}

function count({ kinds }: Draft, name: string): void {
  kinds.set(name, (kinds.get(name) ?? 0) + 1);
}

function list<T>(items: T[], item: T): void {
  if (items.length < LISTED_MAX) items.push(item);
}

function gapsOf(ranges: readonly IndexRange[]): IndexRange[] {
  return ranges.slice(1).map(({ first }, i) => ({ first: (ranges[i]?.last ?? 0) + 1, last: first - 1 }));
}
