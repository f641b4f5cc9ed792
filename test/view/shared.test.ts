import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announcements } from '../../src/view/say/announce.ts';
import { formatMs, formatSeconds } from '../../src/view/say/format.ts';
import { memberDiff } from '../../src/node/report/member-diff.ts';
import { messageFields } from '../../src/view/message/message-fields.ts';
import { showBytes } from '../../src/view/say/show-bytes.ts';
import { compareBytes, storeRows } from '../../src/view/store/store-rows.ts';
import { TERM_COLOURS, TERM_LOOKS, termLook } from '../../src/view/stage/term-colour.ts';
import { upcoming } from '../../src/view/time/upcoming.ts';
import { allLinks, bytes, memberView, openingFrame, progress, splitFrame } from '../ui/fixtures/frame.ts';

describe('words and numbers of the page', () => {
  it('show virtual time in seconds and spans in milliseconds', () => {
    expect([0, 999, 6_861_000, 6_861_999].map(formatSeconds)).toEqual(['0.000', '0.000', '6.861', '6.861']);
    expect([0, 20, 4_500, 12_000, 241_499].map(formatMs)).toEqual(['0', '0.02', '4.5', '12', '241']);
  });

  it('give any 24 terms in a row looks of their own, and neighbours other colours, beyond 2^53 too', () => {
    expect(termLook(0)).toEqual({ colour: 0, pattern: 'plain' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (term) => {
        const looks = Array.from({ length: TERM_LOOKS }, (_, i) => termLook(term + i));
        expect(new Set(looks.map(({ colour, pattern }) => `${colour} ${pattern}`)).size).toBe(TERM_LOOKS);
        looks.forEach((look, i) => {
          expect(look.colour).toBeGreaterThanOrEqual(1);
          expect(look.colour).toBeLessThanOrEqual(TERM_COLOURS);
          for (const near of looks.slice(i + 1, i + TERM_COLOURS)) expect(near.colour).not.toBe(look.colour);
        });
        expect(termLook(BigInt(term))).toEqual(termLook(term));
      }),
    );
  });

  it('show bytes as text where they are text and as hex where they are not', () => {
    expect(showBytes(bytes('stock'))).toBe('stock');
    expect(showBytes(bytes('键=值 🙂'))).toBe('键=值 🙂');
    expect(showBytes(Uint8Array.of(0x61, 0, 0xff, 0xc3, 0x28))).toBe('a\\x00\\xff\\xc3(');
    expect(showBytes(Uint8Array.of(0xed, 0xa0, 0x80))).toBe('\\xed\\xa0\\x80');
    expect(showBytes(new Uint8Array(100).fill(0x61))).toBe(`${'a'.repeat(64)}…`);
  });

  it('show printable text of any language unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 10 }), (text) => {
        // Control characters are shown as hex, and are not what this is about.
        if (/\p{Cc}/u.test(text) || bytes(text).length > 64) return;
        expect(showBytes(bytes(text))).toBe(text);
      }),
    );
  });
});

describe('what is different', () => {
  it('in a member before and after an input', () => {
    const before = memberView(2, { term: 4, progress: [progress(3, 10)] });
    const after = { ...before, term: 5, vote: 3, progress: [progress(3, 11)] };
    expect(memberDiff(before, after)).toEqual([
      { field: 'term', before: '4', after: '5' },
      { field: 'vote', before: '0', after: '3' },
      { field: 'progress n3 match', before: '10', after: '11' },
      { field: 'progress n3 next', before: '11', after: '12' },
    ]);
    expect(memberDiff(before, before)).toEqual([]);
  });

  it('in two stores beside each other, key by key', () => {
    const store = splitFrame().store;
    if (!store) throw new Error('the frame has a store');
    const [a, name, stock] = store.kvs;
    if (!a || !name || !stock) throw new Error('the store has three keys');
    const there = { ...store, node: 2, kvs: [a, { ...stock, value: bytes('4'), modRevision: 5 }] };
    expect(
      storeRows(store, there).map((row) => [
        row.name,
        row.here !== undefined,
        row.there !== undefined,
        row.differs,
      ]),
    ).toEqual([
      ['a', true, true, false],
      ['name', true, false, true],
      ['stock', true, true, true],
    ]);
    expect(storeRows(store, undefined).some((row) => row.differs)).toBe(false);
  });

  it('orders keys by bytes, a prefix first', () => {
    expect(compareBytes(bytes('a'), bytes('ab'))).toBeLessThan(0);
    expect(compareBytes(bytes('b'), bytes('ab'))).toBeGreaterThan(0);
    expect(compareBytes(bytes('ab'), bytes('ab'))).toBe(0);
  });
});

describe('a message in words', () => {
  it('has its type with the number on the wire first and every field by name', () => {
    const fields = messageFields({
      type: 'MsgAppResp',
      to: 1,
      from: 4,
      term: 4,
      index: 11,
      reject: true,
      rejectHint: 9,
      logTerm: 3,
    });
    expect(fields[0]).toEqual({ name: 'type', value: 'MsgAppResp (4)' });
    expect(Object.fromEntries(fields.map((field) => [field.name, field.value]))).toEqual({
      type: 'MsgAppResp (4)',
      from: 'n4',
      to: 'n1',
      term: '4',
      index: '11',
      reject: 'true',
      rejectHint: '9',
      logTerm: '3',
    });
  });

  it('lists its entries', () => {
    const entry = { type: 'EntryNormal' as const, term: 4, index: 11, data: bytes('xyz') };
    const fields = messageFields({
      type: 'MsgApp',
      to: 2,
      from: 1,
      term: 4,
      logTerm: 4,
      index: 10,
      commit: 10,
      entries: [entry],
    });
    expect(fields.find((field) => field.name === 'entries')?.value).toBe('11@4 EntryNormal (0), 3 B');
  });
});

describe('what is said aloud', () => {
  it('is a split, a link that is cut or opened, and that all are open again', () => {
    const frame = openingFrame();
    const ids = [1, 2, 3, 4, 5];
    const linked = (isCut: (from: number, to: number) => boolean) => ({
      ...frame,
      links: allLinks(ids, (from, to) => ({ cut: isCut(from, to) })),
    });
    const whole = linked(() => false);
    const oneWay = linked((from, to) => from === 1 && to === 3);
    const halves = linked((from, to) => from <= 2 !== to <= 2);
    expect(announcements(whole, oneWay)).toEqual([{ type: 'cut', from: 1, to: 3 }]);
    expect(announcements(oneWay, whole)).toEqual([{ type: 'healed' }]);
    expect(announcements(whole, halves)).toEqual([
      {
        type: 'split',
        groups: [
          [1, 2],
          [3, 4, 5],
        ],
      },
    ]);
    const opened = linked((from, to) => from <= 2 !== to <= 2 && !(from === 1 && to === 3));
    expect(announcements(halves, opened)).toEqual([{ type: 'uncut', from: 1, to: 3 }]);
  });

  it('is an election, a kill, a violation, and nothing when nothing happened', () => {
    const frame = openingFrame();
    expect(announcements(frame, frame)).toEqual([]);
    expect(announcements(frame, splitFrame())).toEqual([
      { type: 'killed', node: 5 },
      { type: 'leader', node: 1, term: 4 },
      expect.objectContaining({ type: 'split' }),
    ]);
    expect(announcements(splitFrame(), frame)).toEqual([
      { type: 'restarted', node: 5 },
      { type: 'leaderLost', node: 1 },
      { type: 'healed' },
    ]);
    const violated = {
      ...frame,
      checks: {
        steps: 1,
        violations: [
          {
            property: 'ElectionSafety' as const,
            kind: 'promise' as const,
            at: 1,
            event: 1,
            by: 1,
            nodes: [],
            detail: '',
            because: { type: 'twoLeaders' as const, term: 1, before: 1, earlier: 1 },
          },
        ],
        halts: true,
      },
    };
    expect(announcements(frame, violated)).toEqual([{ type: 'violation', property: 'ElectionSafety' }]);
  });
});

describe('what happens next', () => {
  it('is in order of time, with ticks of one moment together, and without what will not happen', () => {
    const next = upcoming(splitFrame(), 20);
    expect(next.map((item) => item.at)).toEqual(next.map((item) => item.at).toSorted((a, b) => a - b));
    expect(next.filter((item) => item.type === 'tick')).toEqual([
      { type: 'tick', at: 6_900_000, nodes: [1, 2, 3, 4] },
    ]);
    expect(next.filter((item) => item.type === 'message')).toHaveLength(3);
    expect(next[0]).toEqual({ type: 'synced', at: 6_863_000, node: 4, entries: 1 });
    expect(upcoming(splitFrame(), 2)).toHaveLength(2);
  });
});
