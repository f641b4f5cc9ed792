import type { NodeId, Revision } from '../../base/flavor.ts';
import type { ClientOperation, OperationResult } from '../../etcd/request.ts';
import type { ClientAnswer } from '../../node/io.ts';
import { mayBegin } from '../../node/report/touched.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { isAnsweredBy } from '../linearizability/etcd-answer.ts';
import { stepEtcd } from '../linearizability/etcd-step.ts';
import { etcdResult, isSerializable, txnOperation } from '../linearizability/observed-call.ts';
import type { Report } from '../monitor.ts';
import type { StoreTruth } from './store-truth.ts';

/** A call that waits for its answer. */
interface Pending {
  /** Undefined until its member has taken it up. */
  readonly operation: ClientOperation | undefined;
  /** The highest revision anybody had been answered when it was made, and in which event. */
  readonly floor: Revision;
  readonly floorEvent: number;
}

interface Claim {
  readonly request: number;
  readonly event: number;
}

type Kv = Extract<OperationResult, { type: 'put' | 'range' | 'deleteRange' | 'txn' }>;
type KvOperation = Extract<ClientOperation, { type: 'put' | 'range' | 'deleteRange' | 'txn' }>;

/** So many claims of revisions are kept before those are dropped that nobody can claim again. */
const CLAIMS_MAX = 256;

/**
 * Linearizability of every answer against the true order of writes (properties.md, C2 a): an answer's revision is not below any that
 * had been answered before its call was made, and above it if it has written; no two writes have the same; and what it says is what
 * the store was at that revision. It fires at the very answer that is wrong.
 *
 * Serializable reads (C3) may be old, but are of some state: the one at the revision they name, which their member has
 * applied, and no older than what it has served in this life.
 */
export class Answers {
  readonly #pending: Map<number, Pending>;
  readonly #claims: Map<Revision, Claim>;
  /** Of each member that lives, the highest revision that it has served a serializable read with. */
  readonly #served: Map<NodeId, { readonly revision: Revision; readonly event: number }>;
  #newest: Revision;
  #newestEvent: number;

  constructor(from?: Answers) {
    this.#pending = new Map(from === undefined ? [] : from.#pending);
    this.#claims = new Map(from === undefined ? [] : from.#claims);
    this.#served = new Map(from === undefined ? [] : from.#served);
    this.#newest = from === undefined ? 0 : from.#newest;
    this.#newestEvent = from === undefined ? 0 : from.#newestEvent;
  }

  clone(): Answers {
    return new Answers(this);
  }

  /** Another history begins: nothing that was answered before binds anybody. */
  forget(): void {
    this.#claims.clear();
    this.#served.clear();
    this.#newest = 0;
    for (const [request, pending] of this.#pending) this.#pending.set(request, { ...pending, floor: 0 });
  }

  look(event: WorldEvent, truth: StoreTruth, report: Report): void {
    const { input, output, command, calls, node, touched } = event;
    if (mayBegin(touched) && output?.changes.boot !== undefined) this.#served.delete(node);
    for (const { request, status } of calls) if (status === 'invoked') this.#invoked(request, command);
    if (output === undefined) return;
    if (input?.type === 'request') this.#takenUp(input.request, input.operation);
    for (const answer of output.answers) this.#answered(answer, event, truth, report);
    if (calls.length === 0) return;
    for (const { request, status } of calls) if (status !== 'invoked') this.#pending.delete(request);
  }

  #invoked(request: number, command: WorldEvent['command']): void {
    const operation = command?.type === 'request' ? command.operation : undefined;
    this.#pending.set(request, { operation, floor: this.#newest, floorEvent: this.#newestEvent });
  }

  #takenUp(request: number, operation: ClientOperation): void {
    const pending = this.#pending.get(request);
    if (pending !== undefined && pending.operation === undefined)
      this.#pending.set(request, { ...pending, operation });
  }

  #answered({ request, result }: ClientAnswer, event: WorldEvent, truth: StoreTruth, report: Report): void {
    const pending = this.#pending.get(request);
    const operation = pending?.operation;
    if (pending === undefined || operation === undefined) return;
    if (result.status !== 'ok') {
      if (result.status === 'failed' && result.error === 'compacted') {
        this.#checkCompacted(request, operation, event, truth, report);
      }
      return;
    }
    const answer = result.result;
    if (!isKv(answer) || !isKvOperation(operation)) return;
    const asked: Asked = { request, operation, answer, pending, event, truth, report };
    if (isSerializable(operation)) return this.#checkSerializable(asked);
    this.#checkLinearizable(asked);
    if (answer.revision > this.#newest && answer.revision <= truth.revision) {
      this.#newest = answer.revision;
      this.#newestEvent = event.number;
    }
  }

  #checkLinearizable({ request, operation, answer, pending, event, truth, report }: Asked): void {
    const { revision } = answer;
    const { node, number } = event;
    const { floor, floorEvent } = pending;
    if (revision > truth.revision) {
      return report({
        property: 'Linearizability',
        nodes: [node],
        detail: `call ${request} is answered with revision ${revision}, and nobody has applied more than ${truth.revision}`,
        because: { type: 'answerOfFuture', request, revision, newest: truth.revision },
      });
    }
    const written = hasWritten(operation, answer, truth);
    if (written === undefined) {
      return report({
        property: 'Linearizability',
        nodes: [node],
        detail: `the answer to call ${request} is not what the store was like at revision ${revision}, nor what it was made then`,
        because: { type: 'wrongAnswer', request, revision },
      });
    }
    if (revision < floor || (written && revision === floor)) {
      return report({
        property: 'Linearizability',
        nodes: [node],
        detail: `call ${request} is answered with revision ${revision}, though ${floor} had been answered (event ${floorEvent}) before it was made`,
        because: { type: 'staleAnswer', request, revision, newest: floor, earlier: floorEvent },
      });
    }
    if (!written) return;
    const claim = this.#claims.get(revision);
    if (claim === undefined) return this.#claim(revision, { request, event: number });
    report({
      property: 'Linearizability',
      nodes: [node],
      detail: `call ${request} is answered with revision ${revision}, which call ${claim.request} was answered (event ${claim.event}) to have made`,
      because: { type: 'claimedTwice', request, other: claim.request, revision, earlier: claim.event },
    });
  }

  /** A revision that is below what all open calls must be above can be claimed by none of them. */
  #claim(revision: Revision, claim: Claim): void {
    this.#claims.set(revision, claim);
    if (this.#claims.size < CLAIMS_MAX) return;
    let least = this.#newest;
    for (const { floor } of this.#pending.values()) least = Math.min(least, floor);
    for (const each of this.#claims.keys()) if (each < least) this.#claims.delete(each);
  }

  #checkSerializable({ request, operation, answer, event, truth, report }: Asked): void {
    const { revision } = answer;
    const { node, number } = event;
    const asked = operation.type === 'range' ? Math.max(0, operation.revision) : 0;
    const newest = Math.max(revision, asked);
    if (newest > truth.revision) {
      report({
        property: 'SerializableReads',
        nodes: [node],
        detail: `call ${request} is answered as of revision ${newest}, and nobody has applied more than ${truth.revision}`,
        because: { type: 'answerOfFuture', request, revision: newest, newest: truth.revision },
      });
      return;
    }
    const served = this.#served.get(node);
    if (served !== undefined && revision < served.revision) {
      report({
        property: 'SerializableReads',
        nodes: [node],
        detail: `node ${node} answers call ${request} with revision ${revision}, and in this life it has answered with ${served.revision} (event ${served.event})`,
        because: { type: 'wentBack', request, revision, newest: served.revision, earlier: served.event },
      });
      return;
    }
    this.#served.set(node, { revision, event: number });
    if (hasWritten(operation, answer, truth) !== undefined) return;
    report({
      property: 'SerializableReads',
      nodes: [node],
      detail: `the answer to call ${request} is not what the store was like at revision ${asked > 0 ? asked : revision}`,
      because: { type: 'wrongAnswer', request, revision: asked > 0 ? asked : revision },
    });
  }

  #checkCompacted(
    request: number,
    operation: ClientOperation,
    { node }: WorldEvent,
    { compacted }: StoreTruth,
    report: Report,
  ): void {
    if (operation.type !== 'range' || operation.revision < compacted) return;
    const { revision } = operation;
    report({
      property: operation.consistency === 'serializable' ? 'SerializableReads' : 'Linearizability',
      nodes: [node],
      detail: `call ${request} asks for revision ${revision} and is told that it is compacted, which nobody has done beyond ${compacted}`,
      because: { type: 'notCompacted', request, revision, compacted },
    });
  }
}

interface Asked {
  readonly request: number;
  readonly operation: KvOperation;
  readonly answer: Kv;
  readonly pending: Pending;
  readonly event: WorldEvent;
  readonly truth: StoreTruth;
  readonly report: Report;
}

function isKv(result: { readonly type: string }): result is Kv {
  return (
    result.type === 'put' || result.type === 'range' || result.type === 'deleteRange' || result.type === 'txn'
  );
}

function isKvOperation(operation: ClientOperation): operation is KvOperation {
  const { type } = operation;
  return type === 'put' || type === 'range' || type === 'deleteRange' || type === 'txn';
}

/**
 * Whether the operation has made its answer's revision (true), or found the store so without changing it (false); undefined:
 * neither, the answer is wrong. Where nothing is known of the store at that time it is taken for right.
 */
function hasWritten(operation: KvOperation, answer: Kv, truth: StoreTruth): boolean | undefined {
  const { revision } = answer;
  const request = txnOperation(operation);
  const seen = etcdResult(answer);
  if (operation.type !== 'range') {
    if (revision - 1 < truth.from) return operation.type === 'put';
    const done = stepEtcd(truth.at(revision - 1), request);
    if (done.ok && done.state.revision === revision && isAnsweredBy(request, done.result, seen)) {
      return isInHistory(done.changes, revision, truth) ? true : undefined;
    }
  } else if (Math.max(0, operation.revision) > 0 && operation.revision < truth.from) return false;
  if (revision < truth.from) return false;
  const found = stepEtcd(truth.at(revision), request);
  const isSame = found.ok && found.state.revision === revision && isAnsweredBy(request, found.result, seen);
  return isSame ? false : undefined;
}

/** What the operation must have written is what was written. */
function isInHistory(
  changes: ReadonlyMap<string, { readonly version: number; readonly value: string; readonly lease: string }>,
  revision: Revision,
  truth: StoreTruth,
): boolean {
  for (const [key, { version, value, lease }] of changes) {
    const is = truth.keyAt(key, revision);
    if (version === 0) {
      if (is !== undefined) return false;
      continue;
    }
    if (is === undefined || is.mod !== revision || is.version !== version) return false;
    if (is.value !== value || is.lease !== lease) return false;
  }
  return true;
}
