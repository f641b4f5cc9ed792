import type { Micros, NodeId, Term } from '../../base/flavor.ts';
import type { EtcdOperation, Observed } from '../../check/linearizability/history.ts';
import { observedCalls, type Outcome } from '../../check/linearizability/observed-call.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import type { HttpCall } from '../../sim/clients/http-call.ts';
import type { CommandLabel, CommandType } from '../../sim/command/command.ts';
import { entryOf } from '../../sim/command/table.ts';
import type { Run } from '../play/run.ts';
import { callFrame, type RequestFrame } from '../frame/call-frame.ts';

/** Why what clients saw says nothing to a judge: somebody may have written who is not among the calls, or the store did not begin empty. */
export type Unjudged = 'httpWrites' | 'newCluster' | 'drawn';

/** A call as its client saw it. */
export interface SeenCall {
  readonly call: RequestFrame;
  /** The events in which it was made and in which it ended; undefined: it has not. */
  readonly invoked: number;
  readonly returned: number | undefined;
  readonly invokedAt: Micros;
  readonly returnedAt: Micros | undefined;
  /** Serializable reads, maintenance and what had certainly no effect are in no order. */
  readonly isJudged: boolean;
}

/** What was done to the cluster, and who was elected, in the event in which it happened. */
export type ServerMark = { readonly event: number; readonly at: Micros } & (
  | { readonly type: 'fault'; readonly command: CommandType; readonly label: CommandLabel }
  | { readonly type: 'leader'; readonly node: NodeId; readonly term: Term }
);

/** What clients saw of the branch up to the playhead. Plain data. */
export interface ClientHistory {
  /** The playhead: its event and its time. */
  readonly event: number;
  readonly at: Micros;
  /** Ascending by the event of the call. */
  readonly seen: readonly SeenCall[];
  /** What the judge is told, on the clock of events: its order is exact also where time stands. */
  readonly calls: readonly Observed<EtcdOperation>[];
  /** Of each of them, which one of `seen` it is of. */
  readonly of: readonly number[];
  readonly marks: readonly ServerMark[];
  /** Undefined: it can be judged. */
  readonly unjudged: Unjudged | undefined;
}

/** Somebody has seen to it that a message arrives: that is no trouble for anybody. */
const ARRIVES: ReadonlySet<CommandType> = new Set(['deliver', 'release']);

export function clientHistory({ cluster, history, timeline }: Run): ClientHistory {
  const { world } = cluster;
  const { now, events } = world;
  const { ended } = world.calls;
  const all = [...ended.slice(0), ...world.calls.pending()].sort((a, b) => a.event - b.event || a.id - b.id);
  const seen: SeenCall[] = [];
  const calls: Observed<EtcdOperation>[] = [];
  const of: number[] = [];
  for (const call of all) {
    const returned = timeline.marks.endOfCall(call.id, events, call.returnedAt);
    const observed = observedBy(call, returned);
    for (const each of observed) {
      calls.push(each);
      of.push(seen.length);
    }
    const { event: invoked, invokedAt, returnedAt } = call;
    const isJudged = observed.length > 0;
    seen.push({ call: callFrame(call), invoked, returned, invokedAt, returnedAt, isJudged });
  }
  const marks = timeline.marks.acts(0, now).flatMap((mark): ServerMark[] => {
    const { event, at } = mark;
    if (event > events) return [];
    if (mark.type === 'leader') return [{ type: 'leader', event, at, node: mark.node, term: mark.term }];
    const command = history.commandAt(event);
    if (command === undefined || !entryOf(command.type).isFault || ARRIVES.has(command.type)) return [];
    const label = entryOf(command.type).label(command);
    return [{ type: 'fault', event, at, command: command.type, label }];
  });
  return { event: events, at: now, seen, calls, of, marks, unjudged: unjudgedBy(cluster, marks) };
}

function observedBy(call: ClientCall, returned: number | undefined): Observed<EtcdOperation>[] {
  const { what, event, result } = call;
  return what.type === 'confChange' ? [] : observedCalls(what, outcomeOf(result), event, returned);
}

function outcomeOf(result: ClientCall['result']): Outcome {
  if (result === undefined) return undefined;
  if (result.status !== 'ok') return { status: result.status, error: result.error };
  return { status: 'ok', result: result.result };
}

function unjudgedBy({ world }: Run['cluster'], marks: readonly ServerMark[]): Unjudged | undefined {
  if (world.config.drawing !== undefined) return 'drawn';
  if (marks.some((mark) => mark.type === 'fault' && mark.command === 'forceNewCluster')) return 'newCluster';
  const { http } = world;
  return [...http.lastEnded(Infinity), ...http.open()].some(mayWrite) ? 'httpWrites' : undefined;
}

/** What etcd's gateway passes on that can change a revision: writes of keys, leases that end, locks and elections. */
function mayWrite({ http: { method, path } }: HttpCall): boolean {
  if (method !== 'POST') return false;
  return /^\/v3[a-z]*\/(kv\/(put|deleterange|txn|compaction)|(kv\/)?lease\/(grant|revoke)|lock\/|election\/)/.test(
    path,
  );
}
