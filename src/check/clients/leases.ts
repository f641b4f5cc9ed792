import { microsToMs, type Micros } from '../../base/flavor.ts';
import { sharedCommand } from '../../etcd/command.ts';
import type { LeaseId } from '../../etcd/request.ts';
import { mayBegin, touches } from '../../node/report/touched.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { keysOfLease } from '../linearizability/etcd-state.ts';
import type { Report } from '../monitor.ts';
import type { StoreTruth } from './store-truth.ts';

/** A lease that is there, as clients may rely on it. */
interface Lease {
  /** When the first member granted it. */
  readonly grantedAt: Micros;
  /** By the newest answer that it was granted or renewed by the newest leader; undefined: there was none. */
  readonly sure: { readonly since: Micros; readonly ttl: number; readonly event: number } | undefined;
}

/**
 * Leases (properties.md, C5): none goes before its time, only a leader lets one expire, all keys go with it, none is told to be
 * alive that is gone, and no key hangs on one that is not there.
 *
 * A leader of etcd 3.4.23 renews a lease without asking a majority whether it leads still (later ones ask: etcd issue 15247). So while one that was deposed
 * does not know it, it may tell a lease to be alive that the others have ended: that is not judged.
 *
 * Time is judged by the clock of the world. A member reads its own clock a tick late at most, so a lease may end a tick early; where
 * clocks are set or run at other rates nothing is said about time.
 */
export class Leases {
  readonly #leases: Map<LeaseId, Lease>;
  /** When each was gone; the newest few. */
  readonly #gone: Map<LeaseId, number>;
  /** Somebody has asked for it to be revoked. */
  readonly #revoked: Set<LeaseId>;
  /** Keep-alives that wait for their answers: by stream or call, and lease. */
  readonly #asked: Map<string, readonly Asked[]>;
  /** Who was elected in the highest term. */
  #leader: { readonly term: number | bigint; readonly node: number };
  /** Who believes to lead, and in which term. */
  readonly #leading: Map<number, number | bigint>;
  /** The last event in which somebody stopped believing so that others had deposed before. */
  #lastDeposed: number;
  /** The shortest time between two ticks of one member, which is the length of a tick. */
  #tick: Micros;
  readonly #tickedAt: Map<number, Micros>;
  #isClockTrue: boolean;

  constructor(from?: Leases) {
    this.#leases = new Map(from === undefined ? [] : from.#leases);
    this.#gone = new Map(from === undefined ? [] : from.#gone);
    this.#revoked = new Set(from === undefined ? [] : from.#revoked);
    this.#asked = new Map(from === undefined ? [] : from.#asked);
    this.#leader = from === undefined ? { term: 0, node: 0 } : from.#leader;
    this.#leading = new Map(from === undefined ? [] : from.#leading);
    this.#lastDeposed = from === undefined ? 0 : from.#lastDeposed;
    this.#tick = from === undefined ? 0 : from.#tick;
    this.#tickedAt = new Map(from === undefined ? [] : from.#tickedAt);
    this.#isClockTrue = from === undefined || from.#isClockTrue;
  }

  clone(): Leases {
    return new Leases(this);
  }

  /** Another history begins. */
  forget(): void {
    this.#leases.clear();
    this.#gone.clear();
    this.#revoked.clear();
  }

  /** `applied`: what was applied by anybody before this event. */
  look(event: WorldEvent, truth: StoreTruth, applied: number, report: Report): void {
    const { input, output, command, node, at, touched, became } = event;
    for (const { node: id, status } of became) if (status === 'killed') this.#leadsNoMore(id, event.number);
    if (command !== undefined && /clock/i.test(command.type)) this.#isClockTrue = false;
    if (input?.type === 'http') this.#isClockTrue = false;
    this.#lookAtAsked(event);
    if (output === undefined) return;
    if (input?.type === 'tick') {
      this.#ticked(node, at);
      if (output.sends.length > 0) this.#checkProposals(event, report);
    }
    const { changes, trace } = output;
    if (mayBegin(touched) && changes.boot !== undefined) {
      this.#tickedAt.delete(node);
      this.#leadsNoMore(node, event.number);
    }
    for (const each of trace) {
      if (each.type === 'becameLeader') this.#leaderChanged(each.term, node);
      else if (each.type === 'becameFollower') this.#leadsNoMore(node, event.number);
    }
    if (touched & touches.applied && (changes.applied ?? 0) > applied) {
      if (changes.leases !== undefined) this.#learn(event, truth, report);
      if (changes.records !== undefined) this.#checkGhosts(event, truth, report);
    }
    this.#lookAtAnswers(event, report);
  }

  #ticked(node: number, at: Micros): void {
    const before = this.#tickedAt.get(node);
    this.#tickedAt.set(node, at);
    if (before === undefined || at <= before) return;
    this.#tick = this.#tick === 0 ? at - before : Math.min(this.#tick, at - before);
  }

  /** It counts from its own beginning what is left of each lease; what an old one renews from now on binds nobody. */
  #leaderChanged(term: number | bigint, node: number): void {
    this.#leading.set(node, term);
    if (term < this.#leader.term) return;
    this.#leader = { term, node };
  }

  #leadsNoMore(node: number, event: number): void {
    const term = this.#leading.get(node);
    if (term === undefined) return;
    this.#leading.delete(node);
    if (term < this.#leader.term) this.#lastDeposed = event;
  }

  /** Whether at any time since an event somebody led on whom others had deposed. */
  #hasDeposedSince(event: number): boolean {
    if (this.#lastDeposed >= event) return true;
    for (const term of this.#leading.values()) if (term < this.#leader.term) return true;
    return false;
  }

  /** A member that is paused takes up later what was asked of it now. */
  #lookAtAsked({ input, number, at, node, waits, output }: WorldEvent): void {
    if (output?.changes.boot !== undefined) this.#forgetAsked(node);
    const asked: Asked = { event: number, at, node, waits };
    if (input?.type === 'request') {
      const { operation, request } = input;
      if (operation.type === 'leaseRevoke') this.#revoked.add(operation.id);
      if (operation.type === 'leaseKeepAlive') this.#ask(`call ${request} ${operation.id}`, asked);
    } else if (
      input?.type === 'sendStream' &&
      'type' in input.message &&
      input.message.type === 'keepAlive'
    ) {
      this.#ask(`stream ${input.stream} ${input.message.id}`, asked);
    }
  }

  #ask(name: string, asked: Asked): void {
    const before = this.#asked.get(name) ?? [];
    const waiting = asked.waits ? -1 : before.findIndex(({ waits }) => waits);
    const first = before[waiting];
    this.#asked.set(
      name,
      first === undefined ? [...before, asked] : before.with(waiting, { ...asked, event: first.event }),
    );
  }

  /** Who begins anew answers nothing that was asked before. */
  #forgetAsked(node: number): void {
    for (const [name, asked] of this.#asked) if (asked[0]?.node === node) this.#asked.delete(name);
  }

  #learn({ output, at, number, node }: WorldEvent, truth: StoreTruth, report: Report): void {
    for (const { id, lease } of output?.changes.leases ?? []) {
      if (lease !== undefined) {
        if (!this.#leases.has(id)) this.#leases.set(id, { grantedAt: at, sure: undefined });
        this.#gone.delete(id);
        continue;
      }
      const known = this.#leases.get(id);
      if (known === undefined) continue;
      this.#leases.delete(id);
      this.#remember(id, number);
      const name = String(id);
      const [key] = keysOfLease(truth.at(truth.revision), name);
      if (key !== undefined) {
        report({
          property: 'LeaseAtomic',
          nodes: [node],
          detail: `lease ${name} is gone, and its key ${key} is still there at revision ${truth.revision}`,
          because: { type: 'leaseLeaves', lease: name, key, revision: truth.revision },
        });
      }
      this.#checkNotEarly(id, known, at, node, report);
      this.#revoked.delete(id);
    }
  }

  #checkNotEarly(id: LeaseId, { sure }: Lease, at: Micros, node: number, report: Report): void {
    if (sure === undefined || !this.#isClockTrue || this.#revoked.has(id)) return;
    const lastedMs = microsToMs(at - sure.since);
    if (lastedMs + microsToMs(this.#tick) >= sure.ttl * 1000) return;
    report({
      property: 'LeaseNotEarly',
      nodes: [node],
      detail: `lease ${id} of ${sure.ttl} s is gone ${lastedMs} ms after it was granted or renewed (event ${sure.event})`,
      because: { type: 'leaseEarly', lease: String(id), ttl: sure.ttl, lastedMs, earlier: sure.event },
    });
  }

  #remember(id: LeaseId, event: number): void {
    this.#gone.set(id, event);
    if (this.#gone.size <= GONE_MAX) return;
    for (const oldest of this.#gone.keys()) return void this.#gone.delete(oldest);
  }

  #checkGhosts({ output, node }: WorldEvent, truth: StoreTruth, report: Report): void {
    for (const { key, lease, deleted, main } of output?.changes.records ?? []) {
      if (deleted || lease === 0n || main < truth.from || this.#leases.has(lease)) continue;
      const name = String(lease);
      const text = String.fromCharCode(...key);
      // Between the grant that was seen and this write it may have come and gone in the same input.
      if (truth.keyAt(text, truth.revision)?.lease !== name) continue;
      report({
        property: 'LeaseGhost',
        nodes: [node],
        detail: `key ${text} of revision ${main} hangs on lease ${name}, which is not there`,
        because: { type: 'leaseGhost', lease: name, key: text, revision: main },
      });
    }
  }

  /** An end by time is proposed in a tick; who is no leader can only ask the leader for it. */
  #checkProposals({ output, node }: WorldEvent, report: Report): void {
    for (const message of output?.sends ?? []) {
      if (message.type !== 'MsgProp') continue;
      for (const { data } of message.entries) {
        if (data === undefined || data.length === 0) continue;
        const { op } = sharedCommand(data);
        if (op.type !== 'leaseRevoke') continue;
        report({
          property: 'LeaseOnlyByPrimary',
          nodes: [node],
          detail: `node ${node}, which does not lead, asks for the end of lease ${op.id}`,
          because: { type: 'leaseByOther', lease: String(op.id), node },
        });
      }
    }
  }

  #lookAtAnswers(event: WorldEvent, report: Report): void {
    const { output } = event;
    for (const { request, result } of output?.answers ?? []) {
      if (result.status !== 'ok') continue;
      const answer = result.result;
      if (answer.type === 'leaseGrant') {
        this.#sure(answer.id, answer.ttl, this.#leases.get(answer.id)?.grantedAt, event);
      }
      if (answer.type === 'leaseKeepAlive') this.#kept(`call ${request} ${answer.id}`, answer, event, report);
    }
    for (const { stream, message } of output?.streams ?? []) {
      if ('type' in message && message.type === 'leaseKeepAlive') {
        this.#kept(`stream ${stream} ${message.id}`, message, event, report);
      }
    }
  }

  #kept(
    name: string,
    { id, ttl }: { readonly id: LeaseId; readonly ttl: number },
    event: WorldEvent,
    report: Report,
  ): void {
    const [asked, ...others] = this.#asked.get(name) ?? [];
    if (others.length === 0) this.#asked.delete(name);
    else this.#asked.set(name, others);
    if (ttl <= 0) return;
    const gone = this.#gone.get(id);
    const wasGone = gone !== undefined && asked !== undefined && gone < asked.event && !this.#leases.has(id);
    if (wasGone && !this.#hasDeposedSince(asked.event)) {
      report({
        property: 'LeaseTruthful',
        nodes: [event.node],
        detail: `lease ${id} is told to live for ${ttl} s, and is gone since event ${gone}`,
        because: { type: 'leaseUntrue', lease: String(id), ttl, earlier: gone },
      });
    }
    // It was renewed when its leader heard of it, which was not before it was asked.
    if (event.node === this.#leader.node) this.#sure(id, ttl, asked?.at, event);
  }

  /** It lasts so long from the earliest time at which it may have been renewed. */
  #sure(id: LeaseId, ttl: number, since: Micros | undefined, { number }: WorldEvent): void {
    const lease = this.#leases.get(id);
    if (lease === undefined || since === undefined) return;
    this.#leases.set(id, { ...lease, sure: { since, ttl, event: number } });
  }
}

/** A keep-alive. */
interface Asked {
  /** In which it came to its member. */
  readonly event: number;
  /** When its member took it up. */
  readonly at: Micros;
  readonly node: number;
  /** Its member is paused and has not taken it up. */
  readonly waits: boolean;
}

const GONE_MAX = 256;
