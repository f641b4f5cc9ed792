import { internalRaftRequest, v2Request } from '../../protobuf/etcdserverpb/raft-internal.ts';
import { compactText, type Hide } from '../../protobuf/compact-text.ts';
import { idOf, messageOf, textOf, type Message } from '../../protobuf/message.ts';
import * as raftpb from '../../protobuf/raftpb.ts';
import { WireError } from '../../protobuf/wire-error.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { goQuote } from '../../etcd/rpc/go-quote.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { id64 } from './record-heads.ts';

/** What a log's entry asks for. Ids are unsigned 64-bit numbers. */
export type EntryContent =
  /** A new leader's own, or one that says nothing. */
  | { readonly kind: 'empty' }
  /** `name`: the field of etcdserverpb.InternalRaftRequest that is filled (`put`, `lease_grant`); '' if none that is known is. */
  | { readonly kind: 'request'; readonly name: string; readonly request: Message; readonly message: Message }
  /** etcdserverpb.Request: a write to the v2 tree, by which 3.4 also sets members' attributes and the cluster's version. */
  | { readonly kind: 'v2'; readonly request: Message }
  | { readonly kind: 'confChange'; readonly change: ConfChangeEntry }
  /** raftpb.ConfChangeV2: no etcd proposes one so far. */
  | { readonly kind: 'confChangeV2'; readonly change: ConfChangeV2Entry }
  /** Nothing that etcd could apply: it would panic. */
  | { readonly kind: 'unknown'; readonly problem: string };

export interface ConfChangeEntry {
  /** Of the request that proposed it; 0 for one that no client asked for: the first members', and what force-new-cluster writes. */
  readonly id: bigint;
  readonly type: raftpb.ConfChange['type'];
  readonly memberId: bigint;
  readonly context: Uint8Array | undefined;
}

export interface ConfChangeV2Entry {
  readonly transition: raftpb.ConfChangeV2['transition'];
  readonly changes: readonly { readonly type: raftpb.ConfChange['type']; readonly memberId: bigint }[];
}

/** The requests that may be in an InternalRaftRequest: all of its fields but those that say whose it is. */
const requestFields = internalRaftRequest.fields
  .map((field) => field.name)
  .filter((name) => name !== 'header' && name !== 'ID');

/** As etcd applies it: first as an InternalRaftRequest, then, if it is none, as a v2 request (etcdserver: applyEntryNormal). */
export function decodeEntry(type: number, data: Uint8Array): EntryContent {
  try {
    if (type === 1) {
      const { id, type: changeType, nodeId, context } = decode(raftpb.confChange, data);
      const change = { id: id64(id), type: changeType, memberId: id64(nodeId), context };
      return { kind: 'confChange', change };
    }
    if (type === 2) {
      const { transition, changes } = decode(raftpb.confChangeV2, data);
      const each = changes.map((change) => ({ type: change.type, memberId: id64(change.nodeId) }));
      return { kind: 'confChangeV2', change: { transition, changes: each } };
    }
    if (type !== 0) return { kind: 'unknown', problem: `no entries of type ${type} are known` };
    return data.length === 0 ? { kind: 'empty' } : decodeNormal(data);
  } catch (error) {
    if (error instanceof WireError) return { kind: 'unknown', problem: error.message };
    throw error;
  }
}

function decodeNormal(data: Uint8Array): EntryContent {
  let request: Message;
  try {
    request = decode(internalRaftRequest, data);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { kind: 'v2', request: decode(v2Request, data) };
  }
  for (const name of requestFields) {
    const message = messageOf(request, name);
    if (message === undefined) continue;
    return name === 'v2' ? { kind: 'v2', request: message } : { kind: 'request', name, request, message };
  }
  return { kind: 'request', name: '', request, message: {} };
}

/** The field of the request that an InternalRaftRequest is, without reading it: a walk over its outermost tags. Undefined: read it. */
export function peekRequest(data: Uint8Array): string | undefined {
  let at = 0;
  while (at < data.length) {
    let tag = 0;
    let scale = 1;
    for (let byte = 0x80; byte >= 0x80 && scale <= 2 ** 28; scale *= 128) {
      byte = data[at++] ?? 0;
      tag += (byte & 0x7f) * scale;
    }
    const number = Math.floor(tag / 8);
    if (tag % 8 !== 2) {
      // The id of a request without a header.
      if (tag !== 8) return undefined;
      while ((data[at++] ?? 0) >= 0x80);
      continue;
    }
    if (number !== 100) return internalRaftRequest.fieldByNumber.get(number)?.name;
    let length = 0;
    let weight = 1;
    for (let byte = 0x80; byte >= 0x80 && weight <= 2 ** 28; weight *= 128) {
      byte = data[at++] ?? 0;
      length += (byte & 0x7f) * weight;
    }
    at += length;
  }
  return undefined;
}

/** The id by which the member that proposed a request knows its client's call again; 0 for none. */
export function requestId(content: EntryContent): bigint {
  if (content.kind === 'v2') return idOf(content.request, 'ID');
  if (content.kind !== 'request') return 0n;
  const header = messageOf(content.request, 'header');
  return header === undefined ? idOf(content.request, 'ID') : idOf(header, 'ID');
}

const SECRETS = new Set(['password', 'hashedPassword', 'simple_token']);

/** Passwords and tokens, of which the log of etcd 3.4 has the plain text. */
export const hideSecrets: Hide = (field, size) => (SECRETS.has(field) ? `<${size} bytes>` : undefined);

/** One line, as etcd-dump-logs has it in its last column; but for passwords and tokens, unless `hide` shows them. */
export function entryText(content: EntryContent, hide: Hide = hideSecrets): string {
  switch (content.kind) {
    case 'empty':
      return '';
    case 'request':
      return compactText(internalRaftRequest, content.request, hide).trimEnd();
    case 'v2':
      return v2Text(content.request);
    case 'confChange':
      return `method=${content.change.type} id=${content.change.memberId.toString(16)}`;
    case 'confChangeV2': {
      const changes = content.change.changes.map(({ type, memberId }) => `${type} ${memberId.toString(16)}`);
      return `transition=${content.change.transition} changes=[${changes.join(', ')}]`;
    }
    default:
      return '???';
  }
}

function v2Text(request: Message): string {
  const method = textOf(request, 'Method');
  if (method === '') return 'noop';
  if (method === 'SYNC') return `method=SYNC time=${quoted(goTime(idOf(request, 'Time')))}`;
  const path = `method=${method} path=${excerpt(textOf(request, 'Path'), 64, 64)}`;
  if (method === 'QGET' || method === 'DELETE') return path;
  return `${path} val=${excerpt(textOf(request, 'Val'), 128, 0)}`;
}

/** The middle of what is long is left out. */
function excerpt(text: string, first: number, last: number): string {
  const bytes = encodeUtf8(text);
  if (first + last > bytes.length) return goQuote(bytes);
  return `${goQuote(bytes.subarray(0, first))}...${goQuote(bytes.subarray(bytes.length - last))}`;
}

function quoted(text: string): string {
  return goQuote(encodeUtf8(text));
}

/** Nanoseconds since 1970 as Go prints a time: `2026-11-30 22:10:40.39764402 +0000 UTC`. */
function goTime(nanoseconds: bigint): string {
  const second = 1_000_000_000n;
  const fraction = ((nanoseconds % second) + second) % second;
  const milliseconds = Number((nanoseconds - fraction) / 1_000_000n);
  const date = new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
  const digits = fraction.toString().padStart(9, '0').replace(/0+$/, '');
  return `${date}${digits === '' ? '' : `.${digits}`} +0000 UTC`;
}
