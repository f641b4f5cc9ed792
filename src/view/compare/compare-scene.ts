import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { NodeFrame, RequestFrame } from '../../lab/frame/frame.ts';
import type { ComparedKey, Comparison } from '../../lab/look/comparison.ts';
import type { EntryView } from '../../node/report/view.ts';

/** Two instants beside each other, in rows: what either says, and whether that is the same. */
export interface CompareScene {
  readonly parting: Parting;
  readonly members: readonly MemberRow[];
  readonly logs: LogScene;
  /** Those that differ. */
  readonly keys: readonly ComparedKey[];
  readonly calls: readonly CallRow[];
  /** How many rows of each differ; keys beyond the listed ones are counted. */
  readonly differing: {
    readonly members: number;
    readonly logs: number;
    readonly keys: number;
    readonly calls: number;
  };
}

/**
 * How the two lie to each other.
 *
 *     same     the same instant, or nothing happened between them
 *     before   `a` is in the past of `b`
 *     after    `b` is in the past of `a`
 *     apart    each has events that the other has not
 */
export type Parting = 'same' | 'before' | 'after' | 'apart';

/** What one side says and the other, in codes and numbers; undefined: there is no such thing there. */
export interface Pair<Value> {
  readonly a: Value | undefined;
  readonly b: Value | undefined;
  readonly differs: boolean;
}

export type MemberField =
  'status' | 'role' | 'term' | 'lead' | 'vote' | 'last' | 'commit' | 'applied' | 'revision';

export interface MemberRow {
  readonly id: NodeId;
  readonly differs: boolean;
  readonly facts: readonly ({ readonly field: MemberField } & Pair<string>)[];
}

export interface LogScene {
  readonly columns: readonly LogIndex[];
  /** Members whose logs are the same on either side share a row. */
  readonly rows: readonly LogRow[];
  /** How many more entries the longest log has. */
  readonly more: number;
}

export interface LogRow {
  readonly ids: readonly NodeId[];
  readonly differs: boolean;
  /** Of each column, in their order. */
  readonly cells: readonly (Pair<EntryCell> & { readonly index: LogIndex })[];
  readonly hasA: boolean;
  readonly hasB: boolean;
}

export interface EntryCell {
  readonly term: Term;
  readonly label: string;
  readonly kind: EntryView['kind'];
}

export interface CallRow extends Pair<RequestFrame> {
  readonly label: string;
  readonly client: string | undefined;
}

export function compareScene(comparison: Comparison): CompareScene {
  const members = memberRows(comparison);
  const logs = logScene(comparison);
  const { keys } = comparison.store;
  const calls = callRows(comparison);
  return {
    parting: partingOf(comparison),
    members,
    logs,
    keys,
    calls,
    differing: {
      members: countDiffering(members),
      // Members that share a row are as many.
      logs: logs.rows.reduce((sum, row) => sum + (row.differs ? row.ids.length : 0), 0),
      keys: keys.length + comparison.store.more,
      calls: countDiffering(calls),
    },
  };
}

function partingOf({ common, a, b }: Comparison): Parting {
  const isOn = { a: a.position.event > common.event, b: b.position.event > common.event };
  if (isOn.a && isOn.b) return 'apart';
  return isOn.a ? 'after' : isOn.b ? 'before' : 'same';
}

function memberRows({ a, b }: Comparison): MemberRow[] {
  return idsOf(a.nodes, b.nodes).map((id) => {
    const [mine, theirs] = [factsOf(a.nodes, id), factsOf(b.nodes, id)];
    const facts = memberFields.map((field) => pairOf({ field }, mine?.[field], theirs?.[field]));
    return { id, facts, differs: facts.some(({ differs }) => differs) };
  });
}

const memberFields: readonly MemberField[] = [
  'status',
  'role',
  'term',
  'lead',
  'vote',
  'last',
  'commit',
  'applied',
  'revision',
];

/** Of a machine that is killed: what a restart would bring back. Undefined: there is no such machine. */
function factsOf(
  nodes: readonly NodeFrame[],
  id: NodeId,
): Readonly<Partial<Record<MemberField, string | undefined>>> | undefined {
  const node = nodes.find((each) => each.id === id);
  if (node === undefined) return undefined;
  const { status, view, disk } = node;
  if (view === undefined) {
    if (disk === undefined) return { status };
    const { term, vote, commit, last } = disk;
    return { status, term: String(term), vote: memberName(vote), commit: String(commit), last: String(last) };
  }
  return {
    status,
    role: node.member === 'learner' ? 'learner' : view.state,
    term: String(view.term),
    lead: memberName(view.lead),
    vote: memberName(view.vote),
    last: String(view.last),
    commit: String(view.commit),
    applied: String(view.applied),
    revision: String(view.revision),
  };
}

/** 0 is nobody, which is not told from a machine that is not there: it shows the same. */
function memberName(id: NodeId): string | undefined {
  return id === 0 ? undefined : `n${id}`;
}

function logScene({ log }: Comparison): LogScene {
  const columns = Array.from({ length: Math.max(0, log.last - log.first + 1) }, (_, i) => log.first + i);
  const rows: LogRow[] = [];
  const known = new Map<string, number>();
  for (const { id, a, b } of log.rows) {
    const mine = cellsOf(a);
    const theirs = cellsOf(b);
    const cells = columns.map((index) =>
      pairOf(
        { index },
        mine.get(index),
        theirs.get(index),
        (cell) => `${cell.term} ${cell.kind} ${cell.label}`,
      ),
    );
    const row = { ids: [id], cells, differs: false, hasA: a !== undefined, hasB: b !== undefined };
    const differs = row.hasA !== row.hasB || cells.some((cell) => cell.differs);
    const same = JSON.stringify([row.hasA, row.hasB, cells], (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    const place = known.get(same);
    const found = place === undefined ? undefined : rows[place];
    if (place === undefined || found === undefined) known.set(same, rows.push({ ...row, differs }) - 1);
    else rows[place] = { ...found, ids: [...found.ids, id] };
  }
  return { columns, rows, more: Math.max(0, log.maxLast - log.last) };
}

function cellsOf(entries: readonly EntryView[] | undefined): ReadonlyMap<LogIndex, EntryCell> {
  return new Map((entries ?? []).map(({ index, term, label, kind }) => [index, { term, label, kind }]));
}

/**
 * Calls beside each other. One that was under way when the two parted is the same call on both sides; of those that were made
 * later the first `put a=1` of one side stands beside the first of the other, and so on.
 */
function callRows({ common, a, b }: Comparison): CallRow[] {
  const rest = [...b.requests];
  const rows: CallRow[] = a.requests.map((mine) => {
    const isShared = mine.invokedAt <= common.at && rest.some((each) => isSameCall(mine, each, common.at));
    const place = rest.findIndex((each) =>
      isShared ? isSameCall(mine, each, common.at) : each.invokedAt > common.at && isAlike(mine, each),
    );
    const [theirs] = place === -1 ? [] : rest.splice(place, 1);
    return callRow(mine, theirs);
  });
  return [...rows, ...rest.map((theirs) => callRow(undefined, theirs))].toSorted(
    (x, y) => firstAt(x) - firstAt(y),
  );
}

function isSameCall(mine: RequestFrame, theirs: RequestFrame, parted: number): boolean {
  return theirs.invokedAt <= parted && theirs.id === mine.id;
}

function isAlike(mine: RequestFrame, theirs: RequestFrame): boolean {
  return (
    mine.label === theirs.label && mine.client === theirs.client && mine.consistency === theirs.consistency
  );
}

function callRow(a: RequestFrame | undefined, b: RequestFrame | undefined): CallRow {
  const { label = '', client } = a ?? b ?? {};
  return pairOf({ label, client }, a, b, outcomeOf);
}

/** What a client has got: when it got it does not count. */
function outcomeOf({ status, error, revision, kvs }: RequestFrame): string {
  return JSON.stringify([status, error, revision, kvs]);
}

function firstAt({ a, b }: CallRow): number {
  return Math.min(a?.invokedAt ?? Infinity, b?.invokedAt ?? Infinity);
}

function idsOf(a: readonly NodeFrame[], b: readonly NodeFrame[]): NodeId[] {
  return [...new Set([...a, ...b].map(({ id }) => id))].toSorted((x, y) => x - y);
}

function pairOf<Of extends object, Value>(
  of: Of,
  a: Value | undefined,
  b: Value | undefined,
  key: (value: Value) => unknown = (value) => value,
): Of & Pair<Value> {
  const differs = (a === undefined ? undefined : key(a)) !== (b === undefined ? undefined : key(b));
  return { ...of, a, b, differs };
}

function countDiffering(rows: readonly { readonly differs: boolean }[]): number {
  return rows.filter(({ differs }) => differs).length;
}
