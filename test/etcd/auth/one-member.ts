import { unreachable } from '../../../src/base/assert.ts';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';
import { refused, type Answer } from '../../../src/etcd/answer.ts';
import { checkRequest } from '../../../src/etcd/apply/request-checks.ts';
import { isAuthOperation } from '../../../src/etcd/auth/auth-operation.ts';
import { TokenStore } from '../../../src/etcd/auth/token-store.ts';
import { computeMemberId } from '../../../src/etcd/cluster/member-id.ts';
import type { MemberChange } from '../../../src/etcd/cluster/member-change.ts';
import { parseMemberUrls } from '../../../src/etcd/cluster/member-urls.ts';
import type { LoggedOperation } from '../../../src/etcd/command.ts';
import { EtcdState } from '../../../src/etcd/etcd-state.ts';
import { parseGateway } from '../../../src/etcd/gateway/parse.ts';
import { unaryReply } from '../../../src/etcd/gateway/reply.ts';
import type {
  AuthRequest,
  ClientOperation,
  ClusterRequest,
  EtcdErrorCode,
} from '../../../src/etcd/request.ts';
import { isReadOnlyTxn } from '../../../src/etcd/txn/txn-plan.ts';
import { defaultOptions } from '../etcd-options.ts';

type Caller = readonly [name: string, authRevision: number];
type Authenticate = Extract<AuthRequest, { readonly type: 'authenticate' }>;
type MemberRequest = Exclude<ClusterRequest, { readonly type: 'memberList' }>;

const identity = { clusterId: 1n, memberId: 2n, raftTerm: 2 };
const INVALID = 'invalidAuthToken';

/**
 * A cluster of one whose log is applied at once: what a member adds to the parts tested here, without raft and time.
 */
export class OneMember {
  readonly #state = EtcdState.create({ ...defaultOptions, bcryptCost: 4 });
  readonly #tokens = TokenStore.create(300_000);
  #index = 10;

  constructor(peerUrl: string) {
    const member = { id: 2n, name: 'default', peerUrls: [peerUrl], clientUrls: [], isLearner: false };
    this.#state.cluster.apply({ type: 'add', member });
  }

  post(
    path: string,
    request: unknown,
    token: string | undefined,
  ): { readonly status: number; readonly body: unknown } {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: token };
    const call = parseGateway({ method: 'POST', path, headers, body: encodeUtf8(JSON.stringify(request)) });
    if (call.type !== 'unary') throw new Error(`${path} is ${call.type}`);
    const { head, body } = unaryReply(this.#answer(call.operation, call.token), identity);
    return { status: head.status, body: JSON.parse(decodeUtf8(body)) };
  }

  #answer(operation: ClientOperation, token: string | undefined): Answer {
    const wrong = checkRequest(operation, this.#state.options);
    if (wrong !== undefined) return refused(wrong);
    switch (operation.type) {
      case 'memberAdd':
      case 'memberRemove':
      case 'memberUpdate':
      case 'memberPromote':
        return refused(this.#refusalOfMembers(operation, token));
      case 'hash':
      case 'defragment': {
        const caller = this.#caller(token);
        if (caller === undefined) return refused('maintenanceInvalidAuthToken');
        const refusal = this.#state.auth.permits(...caller, operation);
        if (refusal !== undefined) return refused(refusal);
        const { revision } = this.#state.kv;
        return {
          ok: true,
          result:
            operation.type === 'hash'
              ? { type: 'hash', revision, hash: 0 }
              : { type: 'defragment', revision: 0 },
        };
      }
      case 'authenticate':
        return this.#authenticate(operation, token);
      case 'alarm':
        return this.#propose(operation, token, 'maintenanceInvalidAuthToken');
      case 'range':
        return this.#read(operation, token);
      case 'txn':
        return isReadOnlyTxn(operation) ? this.#read(operation, token) : this.#propose(operation, token);
      case 'leaseRevoke':
        return this.#propose({ type: operation.type, id: operation.id }, token);
      case 'memberList':
      case 'status':
      case 'hashKv':
      case 'moveLeader':
      case 'leaseKeepAlive':
      case 'leaseTimeToLive':
      case 'leaseLeases':
        throw new Error(`${operation.type} is not recorded`);
      default:
        return this.#propose(operation, token);
    }
  }

  #caller(token: string | undefined): Caller | undefined {
    if (token === undefined) return ['', 0];
    const owner = this.#tokens.owner(token, this.#index, 0);
    return owner.type === 'user' ? [owner.name, this.#state.auth.revision] : undefined;
  }

  #read(operation: Parameters<EtcdState['read']>[0], token: string | undefined): Answer {
    const caller = this.#caller(token);
    return caller === undefined ? refused(INVALID) : this.#state.read(operation, ...caller);
  }

  #authenticate({ name, password }: Authenticate, token: string | undefined): Answer {
    const checked = this.#state.auth.checkPassword(name, password);
    if (!checked.ok) return refused(checked.error);
    return this.#propose(
      { type: 'authenticateInternal', name, password: '', simpleToken: `t${this.#index}` },
      token,
    );
  }

  #propose(op: LoggedOperation, token: string | undefined, invalid: EtcdErrorCode = INVALID): Answer {
    const caller = this.#caller(token);
    if (caller === undefined) return refused(invalid);
    this.#index += 1;
    const [username, authRevision] = caller;
    const answer = this.#state.apply({ id: this.#index, username, authRevision, op });
    return isAuthOperation(op) ? this.#tokens.applied(op, answer, this.#index, 0) : answer;
  }

  /** Recorded are only changes that are refused: a second member that never starts would stop a cluster of one. */
  #refusalOfMembers(operation: MemberRequest, token: string | undefined): EtcdErrorCode {
    const change = changeOf(operation);
    if (change === undefined) return 'memberBadUrls';
    const caller = this.#caller(token);
    if (caller === undefined) return INVALID;
    const refusal =
      this.#state.auth.permits(...caller, operation) ?? this.#state.cluster.clone().apply(change);
    if (refusal === undefined) throw new Error('a change of members that is not refused');
    return refusal;
  }
}

function changeOf(operation: MemberRequest): MemberChange | undefined {
  switch (operation.type) {
    case 'memberAdd': {
      const peerUrls = parseMemberUrls(operation.peerUrls);
      if (peerUrls === undefined) return undefined;
      const id = computeMemberId(peerUrls, '', 0);
      return { type: 'add', member: { id, name: '', peerUrls, clientUrls: [], isLearner: false } };
    }
    case 'memberRemove':
      return { type: 'remove', id: operation.id };
    case 'memberPromote':
      return { type: 'promote', id: operation.id };
    case 'memberUpdate':
      return { type: 'update', id: operation.id, peerUrls: operation.peerUrls };
    default:
      return unreachable(operation);
  }
}
