import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import type { Entry, Snapshot } from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';
import { wholeTable } from '../../../src/protobuf/table.ts';
import { whole } from '../../../src/protobuf/whole-fields.ts';
import { WireError } from '../../../src/protobuf/wire-error.ts';
import { encode } from '../../../src/protobuf/wire-write.ts';
import { decodeConfChange, encodeConfChange } from '../../../src/raft/raftpb/conf-change.ts';
import {
  decodeConfState,
  decodeEntry,
  decodeSnapshot,
  EMPTY_SNAPSHOT,
  encodeEntry,
} from '../../../src/raft/raftpb/entry.ts';
import { decodeMessage, encodeMessage } from '../../../src/raft/raftpb/message.ts';
import { confStateOf, entry } from '../core/harness.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** A message of one varint field. */
function varint(field: number, value: bigint): Uint8Array {
  return new BinaryWriter().tag(field, 0).uint64(value).finish();
}

function beatFrom(from: number): Message {
  return { type: 'MsgBeat', to: 0, from, term: 0 };
}

function errorOf(run: () => unknown): WireError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof WireError ? error : undefined;
  }
}

describe('numbers on the wire', () => {
  it('are indexes up to the largest safe integer, and nothing else', () => {
    expect(decodeEntry(encodeEntry(entry(1, MAX))).index).toBe(MAX);
    for (const index of [-1, 1.5, MAX + 1, NaN])
      expect(() => encodeEntry(entry(1, index)), `${index}`).toThrow(/raftpb.Entry.index is no index/);
    expect(errorOf(() => decodeEntry(varint(3, BigInt(MAX) + 1n)))?.what).toBe('raftpb.Entry.index');
  });

  it('are terms of 64 bits', () => {
    for (const term of [MAX, BigInt(MAX) + 1n, 2n ** 64n - 1n])
      expect(decodeEntry(encodeEntry(entry(term, 1))).term).toBe(term);
    for (const term of [-1, -1n, 2n ** 64n])
      expect(() => encodeEntry(entry(term, 1)), `${term}`).toThrow(/raftpb.Entry.term is no term/);
  });

  it('are ids of members, or a few local ones below 0', () => {
    for (const id of [0, 1, MAX, -1, -2, -16])
      expect(decodeMessage(encodeMessage(beatFrom(id))).from).toBe(id);
    for (const id of [-17, MAX + 1, 1.5])
      expect(() => encodeMessage(beatFrom(id)), `${id}`).toThrow(/no member's id/);
    for (const id of [BigInt(MAX) + 1n, 2n ** 63n, 2n ** 64n - 17n])
      expect(errorOf(() => decodeMessage(varint(3, id)))?.what, `${id}`).toBe('raftpb.Message.from');
  });

  it('are names only where there is such a name', () => {
    for (const number of [24n, BigInt(MAX), 2n ** 64n - 1n])
      expect(errorOf(() => decodeMessage(varint(1, number)))?.message).toContain(`there is no ${number}`);
  });

  it('name a member also when it is 0, which no change can mean', () => {
    const change = { version: 1, id: 0, type: 'ConfChangeAddNode', nodeId: 0, context: undefined } as const;
    const { data } = encodeConfChange(change);
    expect([...(data ?? [])]).toEqual([0x10, 0, 0x18, 0]);
    expect(decodeConfChange('EntryConfChange', data)).toEqual(change);
  });
});

describe('messages on the wire', () => {
  it('have their fields in the order of the numbers, whatever the order of the table', () => {
    const pair = wholeTable<{ b: number; a: number }>('Pair', { b: whole(2), a: whole(1) });
    expect([...encode(pair, { b: 8, a: 7 })]).toEqual([0x08, 7, 0x10, 8]);
  });

  it('say of the innermost what is wrong with it', () => {
    const error = errorOf(() => decodeMessage(Uint8Array.of(0x08, 0x03, 0x3a, 0x03, 0x10, 0x01, 0x1d)));
    expect([error?.what, error?.offset]).toEqual(['raftpb.Entry.index', 6]);
    expect(error?.message).toMatch(/^raftpb\.Entry\.index at byte 6: /);
  });

  it('read packed ids like others, one configuration at a time', () => {
    const packed = Uint8Array.of(0x0a, 0x02, 1, 2);
    for (let times = 0; times < 2; times++) expect(decodeConfState(packed)).toEqual(confStateOf([1, 2]));
    expect(decodeConfState(Uint8Array.of(0x08, 3, ...packed, 0x08, 4)).voters).toEqual([3, 1, 2, 4]);
    expect(decodeConfState(new Uint8Array(0))).toEqual(confStateOf([]));
  });

  it('that are nothing at all are what is taken for absent', () => {
    expect(decodeSnapshot(new Uint8Array(0))).toEqual(EMPTY_SNAPSHOT);
  });

  it('carry an empty snapshot only as a MsgSnap', () => {
    const snapshot: Snapshot = { index: 0, term: 0, confState: confStateOf([1]), data: undefined };
    const snap: Message = { type: 'MsgSnap', to: 1, from: 2, term: 1, snapshot };
    expect(decodeMessage(encodeMessage(snap))).toEqual(snap);
    const entries: readonly Entry[] = [];
    const append: Message = {
      type: 'MsgStorageAppend',
      to: -1,
      from: 1,
      term: 1,
      vote: 0,
      commit: 0,
      entries,
      snapshot,
      responses: [],
    };
    expect(decodeMessage(encodeMessage(append))).toEqual({ ...append, snapshot: undefined });
  });
});
