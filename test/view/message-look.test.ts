import { describe, expect, it } from 'vitest';
import { inspector as chinese } from '../../src/ui/messages/zh-CN/inspector.ts';
import { inspector as english } from '../../src/ui/messages/en/inspector.ts';
import {
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  messageTypeNumber,
  type Message,
  type MessageType,
} from '../../src/raft/message.ts';
import { messageFields } from '../../src/view/message/message-fields.ts';
import { messageLook, messageTypes, travellingTypes } from '../../src/view/message/message-look.ts';
import { bytes, confState } from '../ui/fixtures/frame.ts';

const way = { from: 1, to: 2, term: 3 };
const entries = [{ type: 'EntryNormal', term: 3, index: 8, data: bytes('abc') }] as const;
const snapshot = { index: 7, term: 2, confState: confState([1, 2, 3]), data: bytes('x') };

/** One message of each type, and the fields that it has beyond type, from, to and term, as they are shown. */
const samples: Readonly<Record<MessageType, readonly [Message, Readonly<Record<string, string>>]>> = {
  MsgHup: [{ type: 'MsgHup', ...way }, {}],
  MsgBeat: [{ type: 'MsgBeat', ...way }, {}],
  MsgProp: [{ type: 'MsgProp', ...way, entries }, { entries: '8@3 EntryNormal (0), 3 B' }],
  MsgApp: [
    { type: 'MsgApp', ...way, logTerm: 2, index: 7, entries, commit: 6 },
    { logTerm: '2', index: '7', entries: '8@3 EntryNormal (0), 3 B', commit: '6' },
  ],
  MsgAppResp: [
    { type: 'MsgAppResp', ...way, index: 7, reject: true, rejectHint: 5, logTerm: 2 },
    { index: '7', reject: 'true', rejectHint: '5', logTerm: '2' },
  ],
  MsgVote: [
    { type: 'MsgVote', ...way, logTerm: 2, index: 7, context: bytes('CampaignTransfer') },
    { logTerm: '2', index: '7', context: 'CampaignTransfer' },
  ],
  MsgVoteResp: [{ type: 'MsgVoteResp', ...way, reject: false }, { reject: 'false' }],
  MsgSnap: [{ type: 'MsgSnap', ...way, snapshot }, { snapshot: '7@2' }],
  MsgHeartbeat: [
    { type: 'MsgHeartbeat', ...way, commit: 6, context: undefined },
    { commit: '6', context: '–' },
  ],
  MsgHeartbeatResp: [{ type: 'MsgHeartbeatResp', ...way, context: undefined }, { context: '–' }],
  MsgUnreachable: [{ type: 'MsgUnreachable', ...way }, {}],
  MsgSnapStatus: [{ type: 'MsgSnapStatus', ...way, reject: true }, { reject: 'true' }],
  MsgCheckQuorum: [{ type: 'MsgCheckQuorum', ...way }, {}],
  MsgTransferLeader: [{ type: 'MsgTransferLeader', ...way }, {}],
  MsgTimeoutNow: [{ type: 'MsgTimeoutNow', ...way }, {}],
  MsgReadIndex: [{ type: 'MsgReadIndex', ...way, entries }, { entries: '8@3 EntryNormal (0), 3 B' }],
  MsgReadIndexResp: [
    { type: 'MsgReadIndexResp', ...way, index: 7, entries },
    { index: '7', entries: '8@3 EntryNormal (0), 3 B' },
  ],
  MsgPreVote: [
    { type: 'MsgPreVote', ...way, logTerm: 2, index: 7, context: undefined },
    { logTerm: '2', index: '7', context: '–' },
  ],
  MsgPreVoteResp: [{ type: 'MsgPreVoteResp', ...way, reject: true }, { reject: 'true' }],
  MsgStorageAppend: [
    {
      type: 'MsgStorageAppend',
      from: 1,
      to: LOCAL_APPEND_THREAD,
      term: 3,
      vote: 1,
      commit: 6,
      entries,
      snapshot,
      responses: [{ type: 'MsgVoteResp', ...way, reject: false }],
    },
    { vote: '1', commit: '6', entries: '8@3 EntryNormal (0), 3 B', snapshot: '7@2', responses: '1' },
  ],
  MsgStorageAppendResp: [
    { type: 'MsgStorageAppendResp', ...way, index: 7, logTerm: 2, snapshot: undefined },
    { index: '7', logTerm: '2', snapshot: '–' },
  ],
  MsgStorageApply: [
    { type: 'MsgStorageApply', from: 1, to: LOCAL_APPLY_THREAD, term: 0, entries, responses: [] },
    { entries: '8@3 EntryNormal (0), 3 B', responses: '0' },
  ],
  MsgStorageApplyResp: [
    { type: 'MsgStorageApplyResp', ...way, entries },
    { entries: '8@3 EntryNormal (0), 3 B' },
  ],
  MsgForgetLeader: [{ type: 'MsgForgetLeader', ...way }, {}],
};

/** What this type answers, or itself. */
function question(type: MessageType): string {
  return type.replace(/Resp$/, '');
}

describe('every type of message', () => {
  it('is one of the 24 of raftpb, and known by its number', () => {
    expect(messageTypes.map((type) => messageTypeNumber[type])).toEqual([...Array(24).keys()]);
  });

  for (const type of messageTypes) {
    it(`${type} has a look, words in both languages, and all its fields`, () => {
      const look = messageLook[type];
      expect(look.initial).toMatch(/^[A-Z][A-Za-z]{0,3}$/);
      expect(english.message.says[type].length).toBeGreaterThan(8);
      expect(chinese.message.says[type]).toMatch(/[\u4e00-\u9fff]/);
      const [message, own] = samples[type];
      const shown = Object.fromEntries(messageFields(message).map(({ name, value }) => [name, value]));
      const { type: number, from, to, term, ...rest } = shown;
      expect(number).toBe(`${type} (${messageTypeNumber[type]})`);
      expect([from, term]).toEqual(['n1', String(message.term)]);
      expect(to).toMatch(/^n2$|^Local(Append|Apply)Thread$/);
      expect(rest).toEqual(own);
      // A sign is for what can be refused, and nothing else.
      expect(look.signed).toBe('reject' in message);
    });
  }

  it('is told from all others where there is room for initials only, but for its own answer', () => {
    const byInitial = new Map<string, Set<string>>();
    for (const type of messageTypes) {
      const { initial } = messageLook[type];
      byInitial.set(initial, (byInitial.get(initial) ?? new Set()).add(question(type)));
    }
    expect([...byInitial.values()].filter((questions) => questions.size > 1)).toEqual([]);
  });

  it('that a member gives to itself never travels', () => {
    expect(travellingTypes).toHaveLength(17);
    expect(travellingTypes).not.toContain('MsgHup');
    expect(travellingTypes).not.toContain('MsgStorageAppend');
  });
});
