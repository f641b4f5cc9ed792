import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { joinPieces, LARGE_BYTES } from '../../../src/base/large-bytes.ts';
import type { Entry } from '../../../src/raft/entry.ts';
import { entrySize } from '../../../src/raft/entry-size.ts';
import { messageTypeNumber } from '../../../src/raft/message.ts';
import { decodeConfChange, encodeConfChange } from '../../../src/raft/raftpb/conf-change.ts';
import {
  decodeConfState,
  decodeEntry,
  decodeHardState,
  decodeSnapshot,
  encodeConfState,
  encodeEntry,
  encodeHardState,
  encodeEntryPieces,
  encodeSnapshot,
} from '../../../src/raft/raftpb/entry.ts';
import { decodeMessage, encodeMessage } from '../../../src/raft/raftpb/message.ts';
import {
  confChanges,
  confChangesV2,
  confStates,
  entries,
  hardStates,
  messages,
  snapshots,
} from './arbitraries.ts';

describe('wire forms', () => {
  test.prop([entries])('an entry comes back as it was', (entry) => {
    expect(decodeEntry(encodeEntry(entry))).toStrictEqual(entry);
  });

  test('an entry in pieces has the same bytes, and its large data as it is', () => {
    for (const edge of [127, 128, 129, 16_383, 16_384, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      const data = new Uint8Array(edge % 20_000).fill(7);
      const entry: Entry = { type: 'EntryNormal', term: edge, index: edge, data };
      const pieces = encodeEntryPieces(entry);
      expect(joinPieces(pieces)).toStrictEqual(encodeEntry(entry));
      expect(pieces.includes(data)).toBe(data.length >= LARGE_BYTES);
      expect(decodeEntry(encodeEntry(entry))).toStrictEqual(entry);
    }
  });

  test.prop([entries])('the size that limits count is the encoded length', (drawn) => {
    const entry = { ...drawn, term: drawn.term === 0 ? 1 : drawn.term, index: Math.max(drawn.index, 1) };
    expect(entrySize(entry)).toBe(encodeEntry(entry).length);
  });

  test.prop([hardStates])('a hard state comes back as it was', (hardState) => {
    expect(decodeHardState(encodeHardState(hardState))).toStrictEqual(hardState);
  });

  test.prop([confStates])('a configuration comes back as it was', (confState) => {
    expect(decodeConfState(encodeConfState(confState))).toStrictEqual(confState);
  });

  test.prop([snapshots])('a snapshot comes back as it was', (snapshot) => {
    expect(decodeSnapshot(encodeSnapshot(snapshot))).toStrictEqual(snapshot);
  });

  test.prop([fc.oneof(confChanges, confChangesV2)])(
    'a configuration change comes back in its form',
    (change) => {
      const { type, data } = encodeConfChange(change);
      expect(type).toBe(change.version === 1 ? 'EntryConfChange' : 'EntryConfChangeV2');
      if (type !== 'EntryNormal') expect(decodeConfChange(type, data)).toStrictEqual(change);
    },
  );

  test.prop([messages], { numRuns: 1000 })(
    'a message comes back with the fields of its type and no others',
    (message) => {
      expect(decodeMessage(encodeMessage(message))).toStrictEqual(message);
    },
  );

  test('the messages tried are of every type', () => {
    const tried = new Set(fc.sample(messages, { numRuns: 2000, seed: 1 }).map((message) => message.type));
    expect([...tried].sort()).toEqual(Object.keys(messageTypeNumber).sort());
  });

  test.prop([messages])('what is decoded shares no memory with the bytes', (message) => {
    const encoded = encodeMessage(message);
    const decoded = decodeMessage(encoded);
    encoded.fill(0xff);
    expect(decoded).toStrictEqual(message);
  });

  test.prop([fc.uint8Array({ maxLength: 60 })])('any bytes are a message or a WireError', (bytes) => {
    try {
      decodeMessage(bytes);
    } catch (error) {
      expect(error).toMatchObject({ name: 'WireError' });
    }
  });

  test.prop([messages, fc.nat()])(
    'a message cut short is a shorter message or a WireError',
    (message, at) => {
      const encoded = encodeMessage(message);
      try {
        decodeMessage(encoded.subarray(0, at % (encoded.length + 1)));
      } catch (error) {
        expect(error).toMatchObject({ name: 'WireError' });
      }
    },
  );
});
