import type { KeyValue, WatchEvent } from '../../etcd/request.ts';
import type { ClientStreamMessage, HttpOutput, StreamOutput } from '../../node/io.ts';
import type { PeerMessage } from '../../node/core/peer-message.ts';
import { plainText } from '../command/plain-text.ts';
import type { RunHash } from './run-hash.ts';

/** Mixes in what a stream said. */
export function hashStreamOutput(hash: RunHash, { stream, message }: StreamOutput): void {
  hash.integer(stream);
  hashStreamMessage(hash, message);
}

function hashStreamMessage(hash: RunHash, message: ClientStreamMessage): void {
  if ('type' in message) {
    if (message.type !== 'snapshot') return hash.text(plainText(message));
    hash.integer(message.remainingBytes);
    return hash.bytes(message.blob);
  }
  const { events, ...rest } = message;
  hash.text(plainText(rest));
  for (const event of events) hashWatchEvent(hash, event);
}

function hashWatchEvent(hash: RunHash, { type, kv, prevKv }: WatchEvent): void {
  hash.text(type);
  hashKeyValue(hash, kv);
  if (prevKv !== undefined) hashKeyValue(hash, prevKv);
}

function hashKeyValue(hash: RunHash, { key, value, createRevision, modRevision, version }: KeyValue): void {
  hash.bytes(key);
  hash.bytes(value);
  hash.integer(createRevision);
  hash.integer(modRevision);
  hash.integer(version);
}

/** Mixes in a piece of an HTTP answer. */
export function hashHttpOutput(hash: RunHash, output: HttpOutput): void {
  hash.integer(output.request);
  if (output.type === 'body') return hash.bytes(output.bytes);
  hash.text(output.type === 'head' ? plainText(output.head) : output.type);
}

/** Mixes in what members ask each other beside raft; there is little of it. */
export function hashPeerMessage(hash: RunHash, message: PeerMessage): void {
  hash.text(plainText(message));
}
