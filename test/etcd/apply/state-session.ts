import type { Answer } from '../../../src/etcd/answer.ts';
import type { LoggedOperation } from '../../../src/etcd/command.ts';
import { EtcdState, type EtcdOptions } from '../../../src/etcd/etcd-state.ts';
import type { RangeRequest } from '../../../src/etcd/request.ts';
import { defaultOptions } from '../etcd-options.ts';
import { bytes, text } from '../operations.ts';

const ALL = Uint8Array.of(0);

/** One state, to which commands are given one after the other; what it says as short words. */
export class StateSession {
  readonly state: EtcdState;
  #id = 0;

  constructor(options: Partial<EtcdOptions> = {}) {
    this.state = EtcdState.create({ ...defaultOptions, ...options });
  }

  get revision(): number {
    return this.state.kv.revision;
  }

  /** As somebody, or as nobody. */
  apply(op: LoggedOperation, username?: string): Answer {
    this.#id += 1;
    const who = username === undefined ? {} : { username, authRevision: this.state.auth.revision };
    return this.state.apply({ id: this.#id, ...who, op });
  }

  /** 'ok', or the error's code. */
  say(op: LoggedOperation, username?: string): string {
    const answer = this.apply(op, username);
    return answer.ok ? 'ok' : answer.error;
  }

  put(key: string, value: string, more: Partial<Extract<LoggedOperation, { type: 'put' }>> = {}): string {
    return this.say({ type: 'put', key: bytes(key), value: bytes(value), ...more });
  }

  grant(id: bigint, ttl = 60): string {
    return this.say({ type: 'leaseGrant', id, ttl });
  }

  /** All that is there as `a=1 b=2/7`, with the lease after a slash. */
  keys(): string {
    const request: RangeRequest = {
      type: 'range',
      key: ALL,
      rangeEnd: ALL,
      revision: 0,
      consistency: 'serializable',
    };
    const answer = this.state.kv.range(request);
    if (!answer.ok || answer.result.type !== 'range') throw new Error('no range');
    return answer.result.kvs
      .map(({ key, value, lease }) => `${text(key)}=${text(value)}${lease === 0n ? '' : `/${lease}`}`)
      .join(' ');
  }

  /** Keys of a lease as `a b c`. */
  attached(id: bigint): string {
    return this.state.leases.keys(id).map(text).join(' ');
  }
}
