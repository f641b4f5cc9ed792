import type { Digest } from '../../base/digest.ts';
import type { NodeInput, NodeOutput } from '../../node/io.ts';
import type { Entry } from '../../raft/entry.ts';
import type { BusMessage } from '../world/bus-message.ts';
import type { OpenEvent } from './world-event.ts';

/**
 * Mixes an event into the fingerprint of its run: what happened, when and to whom, and what came of it for anybody else:
 * messages with all they carry, disk work, answers, streams and HTTP bodies as they were given, what a client program
 * heard. What most events are made of is written field by field, because that is quicker than to walk through it, and
 * test/sim/fingerprint.test.ts changes each of these fields; everything else is mixed in whole (`Digest.plain`).
 *
 * Left out is what explains or repeats: a member's decisions (`trace`), and a delivered message, which was mixed in
 * when it was sent.
 */
export function hashEvent(hash: Digest, event: OpenEvent): void {
  const { type, input, ended, calls, sent, output } = event;
  hash.integer(event.at);
  hash.text(type);
  hash.word(event.node);
  hash.integer(event.message);
  hash.word(event.waits ? 1 : 0);
  if (type === 'client') {
    hash.plain(event.client);
    hash.plain(event.heard);
  } else if (type === 'command') {
    hash.plain(event.command);
  } else if (input !== undefined) {
    hashInput(hash, input);
  }
  hash.word(ended.length);
  for (const { message, end } of ended) {
    hash.integer(message);
    hash.text(end);
  }
  hash.word(calls.length);
  for (const { request, node, status, isOfLoad } of calls) {
    hash.integer(request);
    hash.word(node);
    hash.text(status);
    hash.word(isOfLoad ? 1 : 0);
  }
  hash.word(sent.length);
  for (const { id, dueAt, copyOf, payload } of sent) {
    hash.integer(id);
    hash.integer(dueAt);
    if (copyOf === undefined) hashMessage(hash, payload);
    else hash.plain(copyOf);
  }
  if (output !== undefined) hashOutput(hash, output);
}

/** Its type is the event's. What a message holds was mixed in before. */
function hashInput(hash: Digest, input: NodeInput): void {
  switch (input.type) {
    case 'message':
    case 'peer':
      return;
    case 'tick':
      return hash.plain(input.connections);
    case 'writeDone':
      hash.integer(input.write);
      hash.integer(input.took ?? 0);
      if (input.failed !== undefined) hash.text(input.failed);
      return;
    case 'applyDone':
      return hash.integer(input.apply);
    default:
      hash.plain(input);
  }
}

/** The messages of a cluster at work and at rest; the others are few. */
function hashMessage(hash: Digest, message: BusMessage): void {
  switch (message.type) {
    case 'MsgApp':
      hashHead(hash, message);
      hash.plain(message.logTerm);
      hash.integer(message.index);
      hash.integer(message.commit);
      hash.word(message.entries.length);
      for (const entry of message.entries) hashEntry(hash, entry);
      return;
    case 'MsgAppResp':
      hashHead(hash, message);
      hash.plain(message.logTerm);
      hash.integer(message.index);
      hash.word(message.reject ? 1 : 0);
      hash.integer(message.rejectHint);
      return;
    case 'MsgHeartbeat':
      hashHead(hash, message);
      hash.integer(message.commit);
      hash.plain(message.context);
      return;
    case 'MsgHeartbeatResp':
      hashHead(hash, message);
      hash.plain(message.context);
      return;
    default:
      hash.plain(message);
  }
}

function hashHead(hash: Digest, { type, from, to, term }: Extract<BusMessage, { term: unknown }>): void {
  hash.text(type);
  hash.word(from);
  hash.word(to);
  hash.plain(term);
}

function hashEntry(hash: Digest, { type, term, index, data }: Entry): void {
  hash.text(type);
  hash.plain(term);
  hash.integer(index);
  hash.plain(data);
}

/** Messages are among the event's `sent`. Of a write the size is enough: what it holds went by, or will go by, as messages. */
function hashOutput(hash: Digest, { writes, applies, answers, streams, http, left }: NodeOutput): void {
  hash.word(writes.length);
  for (const { id, bytes, sync } of writes) {
    hash.integer(id);
    hash.integer(bytes);
    hash.word(sync ? 1 : 0);
  }
  hash.word(applies.length);
  for (const { id, first, last } of applies) {
    hash.integer(id);
    hash.integer(first);
    hash.integer(last);
  }
  hashEach(hash, answers);
  hashEach(hash, streams);
  hashEach(hash, http);
  hash.plain(left);
}

function hashEach(hash: Digest, values: readonly unknown[]): void {
  hash.word(values.length);
  for (const value of values) hash.plain(value);
}
