import { unreachable } from '../base/assert.ts';
import { compareKeys, prefixRangeEnd } from '../etcd/mvcc/key-range.ts';
import type {
  ClientOperation,
  Compare,
  LeaseId,
  Permission,
  PutRequest,
  RangeRequest,
  TxnOperation,
  TxnRequest,
  WatchRequest,
} from '../etcd/request.ts';
import { quoteGo, quoteShell } from './quote.ts';

type WatchCreate = Extract<WatchRequest, { type: 'create' }>;

/** How the same call is made with etcdctl 3.4, in a POSIX shell (bytes that are not text need bash's $'…'). */
export interface CommandLine {
  readonly line: string;
  /** What of the call etcdctl has no way to say, by the request's own names; the line leaves it out. */
  readonly unsaid: readonly string[];
}

/** Of every call that etcdctl can make; undefined for one that it has no command for. `user`: `name:password`. */
export function commandLineOf(
  operation: ClientOperation | WatchCreate,
  options: { readonly endpoint?: string; readonly user?: string } = {},
): CommandLine | undefined {
  const said = wordsOf(operation);
  if (said === undefined) return undefined;
  const global = [
    ...(options.endpoint === undefined ? [] : [`--endpoints=${quoteShell(options.endpoint)}`]),
    ...(options.user === undefined ? [] : [`--user=${quoteShell(options.user)}`]),
  ];
  const line = ['etcdctl', ...global, ...said.words].join(' ');
  // No shell can pass a zero byte in a word.
  const cannotPass = said.words.some((word) => word.startsWith("$'") && word.includes('\\x00'));
  return {
    line: said.stdin === undefined ? line : `${line} ${said.stdin}`,
    unsaid: [...(said.unsaid ?? []), ...(cannotPass ? ['zero byte'] : [])],
  };
}

/** `words` are quoted already; `stdin` is what follows the line to feed it. */
interface Said {
  readonly words: readonly string[];
  readonly stdin?: string;
  readonly unsaid?: readonly string[];
}

function wordsOf(operation: ClientOperation | WatchCreate): Said | undefined {
  switch (operation.type) {
    case 'put':
      return { words: putWords(operation, quoteShell) };
    case 'range':
      return rangeWords(operation, quoteShell);
    case 'deleteRange':
      return { words: ['del', ...keyWords(operation, quoteShell), ...flag('prev-kv', operation.prevKv)] };
    case 'txn':
      return txnWords(operation);
    case 'compact':
      return { words: ['compaction', String(operation.revision), ...flag('physical', operation.physical)] };
    case 'create':
      return watchWords(operation);
    default:
      return leaseWords(operation) ?? clusterWords(operation) ?? authWords(operation);
  }
}

function putWords(put: PutRequest, quote: (word: Uint8Array) => string): string[] {
  return [
    'put',
    quote(put.key),
    ...(put.ignoreValue === true ? [] : [quote(put.value)]),
    ...(put.lease === undefined || put.lease === 0n ? [] : [`--lease=${hex(put.lease)}`]),
    ...flag('prev-kv', put.prevKv),
    ...flag('ignore-value', put.ignoreValue),
    ...flag('ignore-lease', put.ignoreLease),
  ];
}

function rangeWords(range: RangeRequest, quote: (word: Uint8Array) => string): Said {
  const { limit = 0, sortOrder = 'NONE', sortTarget = 'KEY' } = range;
  const words = [
    'get',
    ...keyWords(range, quote),
    ...(range.consistency === 'serializable' ? ['--consistency=s'] : []),
    ...(range.revision > 0 ? [`--rev=${range.revision}`] : []),
    ...(limit > 0 ? [`--limit=${limit}`] : []),
    ...(sortOrder === 'NONE' ? [] : [`--order=${sortOrder}`]),
    ...(sortTarget === 'KEY' ? [] : [`--sort-by=${sortTarget === 'MOD' ? 'MODIFY' : sortTarget}`]),
    ...flag('keys-only', range.keysOnly),
  ];
  const unsaid = (
    ['countOnly', 'minModRevision', 'maxModRevision', 'minCreateRevision', 'maxCreateRevision'] as const
  ).filter((name) => Boolean(range[name]));
  return { words, unsaid };
}

function watchWords(watch: WatchCreate): Said {
  const words = [
    'watch',
    ...keyWords(watch, quoteShell),
    ...(watch.startRevision > 0 ? [`--rev=${watch.startRevision}`] : []),
    ...flag('prev-kv', watch.prevKv),
    ...flag('progress-notify', watch.progressNotify),
  ];
  const unsaid = [
    ...(watch.filters.length > 0 ? ['filters'] : []),
    ...(watch.fragment ? ['fragment'] : []),
    ...(watch.watchId === 0n ? [] : ['watchId']),
  ];
  return { words, unsaid };
}

/** Key and range as etcdctl has it: one key, key and end, a prefix, or everything from the key on. */
function keyWords(
  range: { readonly key: Uint8Array; readonly rangeEnd?: Uint8Array },
  quote: (word: Uint8Array) => string,
): string[] {
  const { key, rangeEnd } = range;
  if (rangeEnd === undefined || rangeEnd.length === 0) return [quote(key)];
  if (isZeroByte(key) && isZeroByte(rangeEnd)) return [quote(new Uint8Array(0)), '--prefix'];
  if (isZeroByte(rangeEnd)) return [quote(key), '--from-key'];
  if (compareKeys(rangeEnd, prefixRangeEnd(key)) === 0) return [quote(key), '--prefix'];
  return [quote(key), quote(rangeEnd)];
}

function isZeroByte(bytes: Uint8Array): boolean {
  return bytes.length === 1 && bytes[0] === 0;
}

/** Compares, then what is done, then what else, each part ended by an empty line. */
function txnWords(txn: TxnRequest): Said {
  const unsaid = new Set<string>();
  const parts = [
    txn.compare.map((compare) => compareLine(compare, unsaid)),
    txn.success.map((operation) => operationLine(operation, unsaid)),
    txn.failure.map((operation) => operationLine(operation, unsaid)),
  ];
  const lines = parts.flatMap((part) => part.filter((line) => line !== undefined).concat(''));
  return { words: ['txn'], stdin: `<<'EOF'\n${lines.join('\n')}\nEOF`, unsaid: [...unsaid] };
}

const signs = { EQUAL: '=', NOT_EQUAL: '!=', GREATER: '>', LESS: '<' } as const;
const targets = { VERSION: 'ver', CREATE: 'create', MOD: 'mod', VALUE: 'val' } as const;

/** etcdctl 3.4 falls over a compare of leases, and knows no ranges in compares. */
function compareLine(compare: Compare, unsaid: Set<string>): string | undefined {
  const { target } = compare;
  if (compare.rangeEnd !== undefined && compare.rangeEnd.length > 0) unsaid.add('compare.rangeEnd');
  if (target.type === 'LEASE') {
    unsaid.add('compare.lease');
    return undefined;
  }
  const value = target.type === 'VALUE' ? (target.value ?? new Uint8Array(0)) : String(target.value ?? 0);
  return `${targets[target.type]}(${quoteGo(compare.key)}) ${signs[compare.result]} ${quoteGo(value)}`;
}

function operationLine(operation: TxnOperation, unsaid: Set<string>): string | undefined {
  switch (operation.type) {
    case 'put':
      return putWords(operation, quoteGo).join(' ');
    case 'deleteRange':
      return ['del', ...keyWords(operation, quoteGo), ...flag('prev-kv', operation.prevKv)].join(' ');
    case 'range': {
      const said = rangeWords(operation, quoteGo);
      for (const name of said.unsaid ?? []) unsaid.add(name);
      return said.words.join(' ');
    }
    case 'txn':
      unsaid.add('nested txn');
      return undefined;
    case 'empty':
      return undefined;
    default:
      return unreachable(operation);
  }
}

function leaseWords(operation: ClientOperation): Said | undefined {
  switch (operation.type) {
    case 'leaseGrant':
      return {
        words: ['lease', 'grant', String(operation.ttl)],
        unsaid: operation.id === 0n ? [] : ['id'],
      };
    case 'leaseRevoke':
      return { words: ['lease', 'revoke', hex(operation.id)] };
    case 'leaseKeepAlive':
      return { words: ['lease', 'keep-alive', '--once', hex(operation.id)] };
    case 'leaseTimeToLive':
      return { words: ['lease', 'timetolive', hex(operation.id), ...flag('keys', operation.keys)] };
    case 'leaseLeases':
      return { words: ['lease', 'list'] };
    default:
      return undefined;
  }
}

function clusterWords(operation: ClientOperation): Said | undefined {
  switch (operation.type) {
    case 'memberAdd': {
      const urls = `--peer-urls=${quoteShell(operation.peerUrls.join(','))}`;
      return { words: ['member', 'add', 'NAME', urls, ...flag('learner', operation.isLearner)] };
    }
    case 'memberUpdate': {
      const urls = `--peer-urls=${quoteShell(operation.peerUrls.join(','))}`;
      return { words: ['member', 'update', hex(operation.id), urls] };
    }
    case 'memberRemove':
      return { words: ['member', 'remove', hex(operation.id)] };
    case 'memberPromote':
      return { words: ['member', 'promote', hex(operation.id)] };
    case 'memberList':
      return { words: ['member', 'list'] };
    case 'alarm':
      if (operation.action === 'ACTIVATE') return undefined;
      return { words: ['alarm', operation.action === 'GET' ? 'list' : 'disarm'] };
    case 'status':
      return { words: ['endpoint', 'status'] };
    case 'hashKv':
      return {
        words: ['endpoint', 'hashkv', ...(operation.revision > 0 ? [`--rev=${operation.revision}`] : [])],
      };
    case 'defragment':
      return { words: ['defrag'] };
    case 'moveLeader':
      return { words: ['move-leader', hex(operation.target)] };
    default:
      return undefined;
  }
}

function authWords(operation: ClientOperation): Said | undefined {
  switch (operation.type) {
    case 'authEnable':
      return { words: ['auth', 'enable'] };
    case 'authDisable':
      return { words: ['auth', 'disable'] };
    case 'authUserAdd':
      return operation.noPassword === true
        ? { words: ['user', 'add', quoteShell(operation.name), '--no-password'] }
        : { words: ['user', 'add', quoteShell(`${operation.name}:${operation.password}`)] };
    case 'authUserGet':
      return { words: ['user', 'get', quoteShell(operation.name)] };
    case 'authUserList':
      return { words: ['user', 'list'] };
    case 'authUserDelete':
      return { words: ['user', 'delete', quoteShell(operation.name)] };
    case 'authUserChangePassword':
      return {
        words: ['user', 'passwd', quoteShell(operation.name), '--interactive=false'],
        stdin: `<<< ${quoteShell(operation.password)}`,
      };
    case 'authUserGrantRole':
      return { words: ['user', 'grant-role', quoteShell(operation.user), quoteShell(operation.role)] };
    case 'authUserRevokeRole':
      return { words: ['user', 'revoke-role', quoteShell(operation.name), quoteShell(operation.role)] };
    case 'authRoleAdd':
      return { words: ['role', 'add', quoteShell(operation.name)] };
    case 'authRoleGet':
      return { words: ['role', 'get', quoteShell(operation.role)] };
    case 'authRoleList':
      return { words: ['role', 'list'] };
    case 'authRoleDelete':
      return { words: ['role', 'delete', quoteShell(operation.role)] };
    case 'authRoleGrantPermission':
      return operation.perm && grantWords(operation.name, operation.perm);
    case 'authRoleRevokePermission':
      return {
        words: ['role', 'revoke-permission', quoteShell(operation.role), ...keyWords(operation, quoteShell)],
      };
    default:
      return undefined;
  }
}

function grantWords(role: string, perm: Permission): Said {
  const type = perm.permType.toLowerCase();
  return {
    words: ['role', 'grant-permission', quoteShell(role), type, ...keyWords(perm, quoteShell)],
  };
}

function flag(name: string, set: boolean | undefined): string[] {
  return set === true ? [`--${name}`] : [];
}

/** As etcdctl prints and reads ids: hexadecimal, of a negative lease its two's complement. */
function hex(id: LeaseId): string {
  return BigInt.asUintN(64, id).toString(16);
}
