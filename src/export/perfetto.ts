import { microsToMs, type Micros, type NodeId } from '../base/flavor.ts';
import type { StateType } from '../raft/ready.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';
import { happeningText, phaseText } from './happening-text.ts';
import { flightText } from './message-text.ts';
import type { Stretch, Writer } from './writer.ts';

/** Processes that are no nodes. */
const NETWORK = 1000;
const CLIENTS = 1001;
const OPERATOR = 1002;
/** Tracks of a node: its thread ids are `10 × node + track`, so that none is there twice. */
const TRACK = { member: 0, role: 1, disk: 2, apply: 3 } as const;
const TRACK_NAME = { member: 'member', role: 'role and term', disk: 'disk', apply: 'apply thread' } as const;
/** While the clock stands each event is shown so much behind the one before it: they would all be at one place. */
const HAND_STEP: Micros = 1000;

/** One event of the Chrome trace format; `ts` and `dur` are microseconds. */
interface TraceEvent {
  readonly ph: 'X' | 's' | 'f' | 'b' | 'e' | 'C' | 'M';
  readonly name: string;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid?: number;
  readonly id?: number;
  readonly bp?: 'e';
  readonly args?: object;
}

interface Open {
  readonly since: number;
  readonly name: string;
  readonly args: object;
}

/**
 * The Chrome trace format as Perfetto reads it. A node is a process; what happens to its member is a slice without duration,
 * as an input takes no virtual time; roles, writes and applies last as long as they do. A message is an arrow (a flow)
 * from the slice that sent it to the one that it led to, or to the network's, where it was lost. A flow's events follow
 * their slice in the file: of events of one instant that order decides what they belong to.
 */
export class PerfettoWriter implements Writer {
  readonly #events: TraceEvent[] = [];
  readonly #to: Micros;
  readonly #config: object;
  readonly #known = new Set<number>();
  /** Messages that were sent in the stretch: only these can have an arrow. */
  readonly #sent = new Set<number>();
  readonly #roles = new Map<NodeId, Open>();
  /** What disks and apply threads have before them, the oldest first. */
  readonly #work = new Map<number, Open[]>();
  readonly #workEnd = new Map<number, number>();
  readonly #calls = new Map<number, string>();
  #byHand: boolean;
  #last = 0;
  /** How far what is shown is behind the world's clock, by all that was done by hand. */
  #shift = 0;

  constructor(world: World, { from, to }: Stretch) {
    this.#to = to;
    this.#byHand = world.byHand;
    this.#last = from;
    const { nodes, learners, seed } = world.config;
    this.#config = { nodes, learners, seed, fromMs: microsToMs(from), toMs: microsToMs(to) };
    for (const { id, status, state, term } of world.machines.values()) {
      this.#phase(id, { status, state, term }, from);
    }
  }

  append(event: WorldEvent): void {
    const ts = this.#place(event.at);
    const { pid, tid } = this.#slice(event, ts);
    for (const { message } of event.ended) {
      if (!this.#sent.delete(message)) continue;
      this.#push({ ph: 'f', bp: 'e', cat: 'message', name: 'message', id: message, ts, pid, tid });
    }
    for (const { id } of event.sent) {
      this.#sent.add(id);
      this.#push({ ph: 's', cat: 'message', name: 'message', id, ts, pid, tid });
    }
    if (event.command?.type === 'byHand') this.#byHand = event.command.on;
    for (const { node, ...phase } of event.became) this.#phase(node, phase, ts);
    if (event.committed !== undefined) {
      const name = `commit n${event.node}`;
      this.#push({ ph: 'C', name, ts, pid: event.node, args: { commit: event.committed } });
    }
    this.#followWork(event, ts);
    this.#followCalls(event, ts);
  }

  end(): string {
    const end = Math.max(this.#to + this.#shift, this.#last);
    for (const [node, role] of this.#roles) this.#closeRole(node, role, end);
    const events = this.#events.map((event) => JSON.stringify(event)).join(',\n');
    return `{"displayTimeUnit":"ms","otherData":${JSON.stringify(this.#config)},"traceEvents":[\n${events}\n]}\n`;
  }

  #place(at: Micros): number {
    const ts = this.#byHand
      ? Math.max(at + this.#shift, this.#last + HAND_STEP)
      : Math.max(at + this.#shift, this.#last);
    this.#shift = ts - at;
    this.#last = ts;
    return ts;
  }

  /** Every event of the run is one slice; its track is made with the first on it. */
  #slice(event: WorldEvent, ts: number): { readonly pid: number; readonly tid: number } {
    const { pid, tid } = this.#placeOf(event);
    const sends = event.sent.map((flight) => `n${flight.to} ${flightText(flight)}`);
    const lost = event.type === 'death' ? 'lost ' : '';
    this.#push({
      ph: 'X',
      cat: event.type,
      name: `${lost}${happeningText(event)}`,
      ts,
      dur: 0,
      pid,
      tid,
      args: { event: event.number, atMs: microsToMs(event.at), ...(sends.length > 0 ? { sends } : {}) },
    });
    return { pid, tid };
  }

  #placeOf({ type, command, client, node }: WorldEvent): { readonly pid: number; readonly tid: number } {
    if (type === 'death') return this.#aside(NETWORK, 'network');
    if (client !== undefined) return this.#aside(CLIENTS, 'clients');
    if (command !== undefined || node === 0) return this.#aside(OPERATOR, 'operator');
    return { pid: node, tid: this.#track(node, 'member') };
  }

  #aside(pid: number, name: string): { readonly pid: number; readonly tid: number } {
    if (!this.#known.has(pid)) this.#describe(pid, name, pid, name);
    return { pid, tid: pid };
  }

  #track(node: NodeId, track: keyof typeof TRACK): number {
    const tid = node * 10 + TRACK[track];
    if (!this.#known.has(tid)) this.#describe(node, `node ${node}`, tid, TRACK_NAME[track]);
    return tid;
  }

  #describe(pid: number, process: string, tid: number, thread: string): void {
    this.#known.add(tid);
    this.#push({ ph: 'M', name: 'process_name', pid, tid, args: { name: process } });
    this.#push({ ph: 'M', name: 'process_sort_index', pid, tid, args: { sort_index: pid } });
    this.#push({ ph: 'M', name: 'thread_name', pid, tid, args: { name: thread } });
    this.#push({ ph: 'M', name: 'thread_sort_index', pid, tid, args: { sort_index: tid } });
  }

  #phase(
    node: NodeId,
    phase: {
      readonly status: 'up' | 'paused' | 'killed';
      readonly state: StateType;
      readonly term: WorldEvent['became'][number]['term'];
    },
    ts: number,
  ): void {
    const before = this.#roles.get(node);
    const name = phaseText(phase);
    if (before?.name === name) return;
    if (before !== undefined) this.#closeRole(node, before, ts);
    this.#roles.set(node, { since: ts, name, args: { term: String(phase.term) } });
    if (phase.status !== 'killed') return;
    // Nothing of what it had before it is done any more.
    for (const track of ['disk', 'apply'] as const) this.#work.delete(node * 10 + TRACK[track]);
  }

  #closeRole(node: NodeId, { since, name, args }: Open, ts: number): void {
    const tid = this.#track(node, 'role');
    this.#push({ ph: 'X', cat: 'role', name, ts: since, dur: ts - since, pid: node, tid, args });
  }

  #followWork({ node, input, output, waits }: WorldEvent, ts: number): void {
    if (!waits && (input?.type === 'writeDone' || input?.type === 'applyDone')) {
      this.#finish(node, input.type === 'writeDone' ? 'disk' : 'apply', ts);
    }
    for (const { id, entries, bytes, sync } of output?.writes ?? []) {
      this.#begin(node, 'disk', {
        since: ts,
        name: sync ? 'write and sync' : 'write',
        args: { id, entries, bytes },
      });
    }
    for (const { id, first, last } of output?.applies ?? []) {
      this.#begin(node, 'apply', { since: ts, name: `apply ${first}-${last}`, args: { id } });
    }
  }

  #begin(node: NodeId, track: 'disk' | 'apply', work: Open): void {
    const tid = this.#track(node, track);
    const queue = this.#work.get(tid);
    if (queue === undefined) this.#work.set(tid, [work]);
    else queue.push(work);
  }

  /** One piece of work after the other: one begins when it was asked for, and the one before it is done. */
  #finish(node: NodeId, track: 'disk' | 'apply', ts: number): void {
    const tid = this.#track(node, track);
    const work = this.#work.get(tid)?.shift();
    if (work === undefined) return;
    const since = Math.max(work.since, this.#workEnd.get(tid) ?? 0);
    this.#workEnd.set(tid, ts);
    this.#push({
      ph: 'X',
      cat: track,
      name: work.name,
      ts: since,
      dur: ts - since,
      pid: node,
      tid,
      args: work.args,
    });
  }

  #followCalls({ calls, command }: WorldEvent, ts: number): void {
    for (const { request, node, status } of calls) {
      const { pid, tid } = this.#aside(CLIENTS, 'clients');
      if (status === 'invoked') {
        const operation = command?.type === 'request' ? command.operation.type : 'call';
        const name = `#${request} ${operation} at n${node}`;
        this.#calls.set(request, name);
        this.#push({ ph: 'b', cat: 'call', name, id: request, ts, pid, tid });
        continue;
      }
      const name = this.#calls.get(request);
      if (name === undefined) continue;
      this.#calls.delete(request);
      this.#push({ ph: 'e', cat: 'call', name, id: request, ts, pid, tid, args: { status } });
    }
  }

  #push(event: TraceEvent): void {
    this.#events.push(event);
  }
}
