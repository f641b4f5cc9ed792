import { assert, present } from '../../base/assert.ts';
import type { Micros, NodeId, Revision } from '../../base/flavor.ts';
import { withKept } from '../../base/large-bytes.ts';
import type { ClientOperation, EtcdErrorCode } from '../../etcd/request.ts';
import { isReadOnlyTxn } from '../../etcd/txn/txn-plan.ts';
import type { ClientAnswer } from '../../node/io.ts';
import type { ConfChange, ConfChangeV2 } from '../../raft/entry.ts';
import { BTree } from '../../etcd/mvcc/btree.ts';
import { SharedLog } from '../world/shared-log.ts';

export type CallWhat =
  ClientOperation | { readonly type: 'confChange'; readonly change: ConfChange | ConfChangeV2 };

/** A client's call from its invocation to its end. Never changed once made. */
export interface ClientCall {
  readonly id: number;
  readonly node: NodeId;
  readonly what: CallWhat;
  /** The program or person that asked. */
  readonly client: string | undefined;
  readonly invokedAt: Micros;
  /** One of a load's many, which are counted and not told one by one. */
  readonly isOfLoad: boolean;
  /** The event of its invocation. */
  readonly event: number;
  /** The highest revision that any member had applied then: a read that answers with a lower one is stale. */
  readonly newestRevision: Revision;
  /** Undefined while it is pending. */
  readonly returnedAt: Micros | undefined;
  readonly result: ClientAnswer['result'] | undefined;
}

/** All calls of a run: those pending, in order of invocation, and those ended, in order of their end. */
export class ClientCalls {
  #pending = new Map<number, ClientCall>();
  #ended = new SharedLog<ClientCall>();
  /** Of those, the ones that are told one by one: all but a load's. */
  #listed = new SharedLog<ClientCall>();
  /** All that have ended, by id. */
  #byId = new BTree<number, ClientCall>();
  /** Of each client that has a name, its call that ended last. */
  #lastOf = new Map<string, ClientCall>();
  #lastId = 0;
  #newestRevision: Revision = 0;

  /** Ids below or equal are taken. */
  get lastId(): number {
    return this.#lastId;
  }

  /** A member has applied up to this revision. */
  sawRevision(revision: Revision): void {
    if (revision > this.#newestRevision) this.#newestRevision = revision;
  }

  get ended(): SharedLog<ClientCall> {
    return this.#ended;
  }

  get listed(): SharedLog<ClientCall> {
    return this.#listed;
  }

  pending(): IterableIterator<ClientCall> {
    return this.#pending.values();
  }

  /** Pending or ended. */
  get(id: number): ClientCall | undefined {
    return this.#pending.get(id) ?? this.#byId.get(id);
  }

  /** The client's call that ended last. */
  lastOf(client: string): ClientCall | undefined {
    return this.#lastOf.get(client);
  }

  pendingCall(id: number): ClientCall | undefined {
    return this.#pending.get(id);
  }

  begin(
    id: number,
    node: NodeId,
    what: CallWhat,
    now: Micros,
    event: number,
    client?: string,
    isOfLoad = false,
  ): void {
    assert(id > this.#lastId, `request ${id} is new`);
    this.#lastId = id;
    this.#pending.set(id, {
      id,
      node,
      what,
      client,
      isOfLoad,
      invokedAt: now,
      event,
      newestRevision: this.#newestRevision,
      returnedAt: undefined,
      result: undefined,
    });
  }

  end(id: number, result: ClientAnswer['result'], now: Micros): ClientCall {
    const call = present(this.#pending.get(id), `request ${id} is pending`);
    const ended = { ...call, what: withKept(call.what), returnedAt: now, result };
    this.#pending.delete(id);
    this.#ended.push(ended);
    this.#byId.set(id, ended);
    if (ended.client !== undefined) this.#lastOf.set(ended.client, ended);
    if (!ended.isOfLoad) this.#listed.push(ended);
    return ended;
  }

  clone(): ClientCalls {
    const copy = new ClientCalls();
    for (const [id, call] of this.#pending) copy.#pending.set(id, { ...call, what: withKept(call.what) });
    copy.#ended = this.#ended.clone();
    copy.#listed = this.#listed.clone();
    copy.#byId = this.#byId.clone();
    copy.#lastOf = new Map(this.#lastOf);
    copy.#lastId = this.#lastId;
    copy.#newestRevision = this.#newestRevision;
    return copy;
  }
}

/**
 * How a call ends that gets no answer any more: a read has failed, anything that might have been proposed may still
 * take effect.
 */
export function giveUp(what: CallWhat, error: EtcdErrorCode): ClientAnswer['result'] {
  return { status: changesNothing(what) ? 'failed' : 'unknown', error };
}

const readTypes: ReadonlySet<CallWhat['type']> = new Set<CallWhat['type']>([
  'range',
  'leaseTimeToLive',
  'leaseLeases',
  'memberList',
  'status',
  'hash',
  'hashKv',
  'authUserGet',
  'authUserList',
  'authRoleGet',
  'authRoleList',
]);

function changesNothing(what: CallWhat): boolean {
  return readTypes.has(what.type) || (what.type === 'txn' && isReadOnlyTxn(what));
}
