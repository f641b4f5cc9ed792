import type { NodeInput } from '../../node/io.ts';
import { isPeerMessage } from '../world/bus-message.ts';
import { hashMessage } from './hash-message.ts';
import { hashHttpOutput, hashPeerMessage, hashStreamOutput } from './hash-stream.ts';
import { plainText } from '../command/plain-text.ts';
import type { RunHash } from './run-hash.ts';
import type { OpenEvent } from './world-event.ts';

const typeNumber: Readonly<Record<OpenEvent['type'], number>> = {
  tick: 1,
  message: 2,
  writeDone: 3,
  applyDone: 4,
  request: 5,
  requestGone: 6,
  campaign: 7,
  transferLeader: 8,
  forgetLeader: 9,
  confChange: 10,
  snapshotNow: 11,
  unreachable: 12,
  snapshotStatus: 13,
  command: 14,
  death: 15,
  peer: 16,
  openStream: 17,
  sendStream: 18,
  closeStream: 19,
  http: 20,
  httpGone: 21,
  client: 22,
};

/** Mixes in what happened, when and to whom, and every message that left because of it. */
export function hashEvent(hash: RunHash, event: OpenEvent): void {
  hash.integer(event.at);
  hash.word(typeNumber[event.type] | (event.waits ? 0x100 : 0));
  hash.integer(event.node);
  hash.integer(event.message);
  if (event.client !== undefined) hash.text(event.client);
  if (event.command !== undefined) hash.text(plainText(event.command));
  if (event.input !== undefined) hashInput(hash, event.input);
  for (const { message, end } of event.ended) {
    hash.integer(message);
    hash.text(end);
  }
  hash.word(event.sent.length);
  for (const flight of event.sent) {
    hash.integer(flight.id);
    hash.integer(flight.dueAt);
    if (flight.copyOf !== undefined) hash.integer(flight.copyOf);
    else if (isPeerMessage(flight.payload)) hashPeerMessage(hash, flight.payload);
    else hashMessage(hash, flight.payload);
  }
  for (const call of event.calls) {
    hash.integer(call.request);
    hash.text(call.status);
  }
  for (const output of event.output?.streams ?? []) hashStreamOutput(hash, output);
  for (const output of event.output?.http ?? []) hashHttpOutput(hash, output);
}

/** A delivered message was mixed in when it was sent; its id is enough. */
function hashInput(hash: RunHash, input: NodeInput): void {
  switch (input.type) {
    case 'writeDone':
      return hash.integer(input.write);
    case 'applyDone':
      return hash.integer(input.apply);
    case 'request':
    case 'requestGone':
    case 'confChange':
    case 'http':
    case 'httpGone':
      return hash.integer(input.request);
    case 'openStream':
    case 'sendStream':
    case 'closeStream':
      return hash.integer(input.stream);
    case 'transferLeader':
      return hash.integer(input.to);
    case 'unreachable':
      return hash.integer(input.peer);
    case 'snapshotStatus':
      hash.integer(input.peer);
      return hash.word(input.ok ? 1 : 0);
    case 'tick':
      for (const peer of input.connections?.lost ?? []) hash.integer(peer);
      for (const peer of input.connections?.opened ?? []) hash.integer(1024 + peer);
      return;
    case 'message':
    case 'peer':
    case 'campaign':
    case 'forgetLeader':
    case 'snapshotNow':
      return;
  }
}
