import type { Digest } from '../../base/digest.ts';
import type { NodeInput, NodeOutput } from '../../node/io.ts';
import type { OpenEvent } from './world-event.ts';

/**
 * Mixes an event into the fingerprint of its run: what happened, when and to whom, and what came of it for anybody else:
 * messages with all they carry, disk work, answers, streams and HTTP bodies as they were given, what a client program
 * heard. All of it as canonical bytes (base/digest.ts), so no field of any of these can be forgotten here.
 *
 * Left out is what explains or repeats: a member's decisions (`trace`), and a delivered message, which was mixed in
 * when it was sent.
 */
export function hashEvent(hash: Digest, event: OpenEvent): void {
  hash.integer(event.at);
  hash.text(event.type);
  hash.integer(event.node);
  hash.integer(event.message);
  hash.word(event.waits ? 1 : 0);
  hash.plain(event.client);
  hash.plain(event.heard);
  hash.plain(event.command);
  hash.plain(event.input && ownPart(event.input));
  hash.plain(event.ended);
  hash.plain(event.calls);
  hash.word(event.sent.length);
  for (const flight of event.sent) {
    hash.integer(flight.id);
    hash.integer(flight.dueAt);
    hash.plain(flight.copyOf ?? flight.payload);
  }
  if (event.output !== undefined) hashOutput(hash, event.output);
}

/** What the member was told, without what was mixed in before. */
function ownPart(input: NodeInput): NodeInput | undefined {
  return input.type === 'message' || input.type === 'peer' ? undefined : input;
}

/** Messages are among the event's `sent`. Of a write the size is enough: what it holds went by, or will go by, as messages. */
function hashOutput(hash: Digest, { writes, applies, answers, streams, http, left }: NodeOutput): void {
  hash.word(writes.length);
  for (const write of writes) {
    hash.integer(write.id);
    hash.integer(write.bytes);
    hash.word(write.sync ? 1 : 0);
  }
  hash.plain(applies);
  hash.plain(answers);
  hash.plain(streams);
  hash.plain(http);
  hash.plain(left);
}
