import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { asV2, decodeConfChange, encodeConfChange } from '../../../src/raft/raftpb/conf-change.ts';
import {
  decodeConfState,
  decodeEntry,
  decodeHardState,
  encodeConfState,
  encodeEntry,
  encodeHardState,
  encodeSnapshot,
} from '../../../src/raft/raftpb/entry.ts';
import { decodeMessage, encodeMessage } from '../../../src/raft/raftpb/message.ts';

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');
const spaced = (digits: string) => digits.replaceAll(' ', '');
const unhex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const text = (value: string) => new TextEncoder().encode(value);

const entry = (bytes: string) => () => decodeEntry(unhex(bytes));
const message = (bytes: string) => () => decodeMessage(unhex(bytes));

/** Bytes put together by hand: a tag is field number * 8 + wire type (0 varint, 2 with a length). */
describe('golden bytes', () => {
  it('a normal entry is term, index and data, and no type', () => {
    const entry = { type: 'EntryNormal', term: 3, index: 300, data: text('foo') } as const;
    expect(hex(encodeEntry(entry))).toBe(spaced('1003 18ac02 2203666f6f'));
  });

  it('the empty entry of a new leader is term and index', () => {
    expect(hex(encodeEntry({ type: 'EntryNormal', term: 1, index: 11, data: undefined }))).toBe(
      spaced('1001180b'),
    );
  });

  it('absent data and empty data differ', () => {
    const entry = { type: 'EntryConfChangeV2', term: 1, index: 1, data: new Uint8Array(0) } as const;
    expect(hex(encodeEntry(entry))).toBe(spaced('0802 1001 1801 2200'));
    expect(decodeEntry(unhex('0802 1001 1801')).data).toBeUndefined();
  });

  it('the largest term takes ten bytes and is a bigint', () => {
    const entry = { type: 'EntryNormal', term: 2n ** 64n - 1n, index: 1, data: undefined } as const;
    expect(hex(encodeEntry(entry))).toBe(spaced('10ffffffffffffffffff01 1801'));
    expect(decodeEntry(unhex('10ffffffffffffffffff01 1801'))).toStrictEqual(entry);
    expect(decodeEntry(unhex('10ffffffffffffff0f 1801')).term).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('the older form, which writes every scalar, is read', () => {
    expect(decodeEntry(unhex('0800 1000 1800'))).toStrictEqual({
      type: 'EntryNormal',
      term: 0,
      index: 0,
      data: undefined,
    });
    expect(decodeHardState(unhex('0801 1000 1800'))).toStrictEqual({ term: 1, vote: 0, commit: 0 });
    const heartbeat = '0808 1002 1801 2005 2800 3000 4003 4a0c 12 0a 0a02 2800 1000 1800 1200 5000 5800';
    expect(() => decodeMessage(unhex(heartbeat))).toThrow('Snapshot');
    expect(
      decodeMessage(unhex('0808 1002 1801 2005 2800 3000 4003 4a0a 1208 0a02 2800 1000 1800 5000 5800')),
    ).toStrictEqual({ type: 'MsgHeartbeat', to: 2, from: 1, term: 5, commit: 3, context: undefined });
  });

  it('an empty snapshot of an older member is none', () => {
    const resp = decodeMessage(unhex('0814 3005 4a0a 1208 0a02 2800 1000 1800'));
    expect(resp).toMatchObject({ type: 'MsgStorageAppendResp', index: 5, snapshot: undefined });
  });

  it('hard state, configuration and snapshot by their field numbers', () => {
    expect(hex(encodeHardState({ term: 2, vote: 1, commit: 5 }))).toBe(spaced('080210011805'));
    expect(hex(encodeHardState({ term: 2, vote: 0, commit: 0 }))).toBe(spaced('0802'));
    const confState = {
      voters: [1, 2],
      votersOutgoing: [1, 3],
      learners: [4],
      learnersNext: [3],
      autoLeave: true,
    };
    const encoded = '0801 0802 1004 1801 1803 2003 2801';
    expect(hex(encodeConfState(confState))).toBe(spaced(encoded));
    expect(hex(encodeSnapshot({ index: 11, term: 1, confState, data: text('x') }))).toBe(
      spaced(`0a0178 1214 0a0e ${encoded} 100b 1801`),
    );
  });

  it('packed ids are read as well', () => {
    expect(decodeConfState(unhex('0a03 01 ac02 0803'))).toMatchObject({ voters: [1, 300, 3] });
  });

  it('a MsgApp has type, to, from, term, logTerm, index, entries and commit', () => {
    const entry = { type: 'EntryNormal', term: 1, index: 12, data: text('a') } as const;
    const app: Message = {
      type: 'MsgApp',
      to: 2,
      from: 1,
      term: 1,
      logTerm: 1,
      index: 11,
      entries: [entry],
      commit: 11,
    };
    expect(hex(encodeMessage(app))).toBe(spaced('0803 1002 1801 2001 2801 300b 3a071001180c220161 400b'));
  });

  it('the storage threads are the two largest ids, and responses carry field 14 after the vote', () => {
    const append: Message = {
      type: 'MsgStorageAppend',
      to: -1,
      from: 1,
      term: 1,
      vote: 1,
      commit: 0,
      entries: [],
      snapshot: undefined,
      responses: [{ type: 'MsgStorageApplyResp', to: 1, from: -2, term: 0, entries: [] }],
    };
    const response = '0816 1001 18feffffffffffffffff01';
    expect(hex(encodeMessage(append))).toBe(
      spaced(`0813 10ffffffffffffffffff01 1801 2001 6801 720f ${response}`),
    );
  });

  it('a rejection carries reject, hint and logTerm', () => {
    const resp: Message = {
      type: 'MsgAppResp',
      to: 1,
      from: 3,
      term: 4,
      index: 20,
      reject: true,
      rejectHint: 15,
      logTerm: 2,
    };
    expect(hex(encodeMessage(resp))).toBe(spaced('0804 1001 1803 2004 2802 3014 5001 580f'));
  });
});

describe('configuration changes in entries', () => {
  it('the old form stays the old form', () => {
    const change = { version: 1, id: 0, type: 'ConfChangeAddNode', nodeId: 3, context: undefined } as const;
    const { type, data } = encodeConfChange(change);
    expect(type).toBe('EntryConfChange');
    expect(hex(data)).toBe(spaced('1000 1803'));
  });

  it('the new form names its transition and each change', () => {
    const change = {
      version: 2,
      transition: 'ConfChangeTransitionJointExplicit',
      changes: [
        { type: 'ConfChangeAddLearnerNode', nodeId: 4 },
        { type: 'ConfChangeRemoveNode', nodeId: 1 },
      ],
      context: text('c'),
    } as const;
    expect(hex(encodeConfChange(change).data)).toBe(spaced('0802 120408031004 120408011001 1a0163'));
  });

  it('an empty change names its transition all the same', () => {
    const change = {
      version: 2,
      transition: 'ConfChangeTransitionAuto',
      changes: [],
      context: undefined,
    } as const;
    expect(hex(encodeConfChange(change).data)).toBe('0800');
  });

  it('no change at all has no data, and no data is the change that leaves a joint configuration', () => {
    expect(encodeConfChange(undefined)).toEqual({ type: 'EntryConfChangeV2', data: undefined });
    expect(decodeConfChange('EntryConfChangeV2', undefined)).toEqual({
      version: 2,
      transition: 'ConfChangeTransitionAuto',
      changes: [],
      context: undefined,
    });
  });

  it('an old change is a new one with one change', () => {
    const context = text('ctx');
    expect(asV2({ version: 1, id: 7, type: 'ConfChangeRemoveNode', nodeId: 2, context })).toEqual({
      version: 2,
      transition: 'ConfChangeTransitionAuto',
      changes: [{ type: 'ConfChangeRemoveNode', nodeId: 2 }],
      context,
    });
  });
});

describe('bad bytes', () => {
  it('say what was being read, where, and what is wrong', () => {
    expect(entry('1003 18')).toThrow('Entry.index at byte 2: premature EOF');
    expect(entry('1003 2205 61')).toThrow('Entry.data at byte 2: premature EOF');
    expect(entry('0807')).toThrow('Entry.type at byte 0: there is no 7 among EntryNormal');
    expect(entry('1203616263')).toThrow('Entry.term at byte 0: wire type 2 where 0 belongs');
    expect(entry('18ffffffffffffffffff01')).toThrow(
      'Entry.index at byte 0: 18446744073709551615 is larger than 2^53-1',
    );
    expect(entry('00')).toThrow('Entry at byte 0: illegal tag');
  });

  it('within a message name the entry they are in', () => {
    expect(message('0803 3a03 1001 1d')).toThrow('Entry.index at byte 6: wire type 5 where 0 belongs');
    expect(message('0803 3a09 1001')).toThrow('Message.entries at byte 2: 9 bytes announced, 2 left');
    expect(message('0803 3a03 1001 18 01')).toThrow(
      "Entry.index at byte 6: goes beyond the message's end at 7",
    );
    expect(message('0807')).toThrow('Message.snapshot at byte 0: a MsgSnap has none');
  });

  it('fields from the future are skipped', () => {
    expect(decodeHardState(unhex('0801 7a03616263 7805 1802'))).toStrictEqual({
      term: 1,
      vote: 0,
      commit: 2,
    });
  });
});
