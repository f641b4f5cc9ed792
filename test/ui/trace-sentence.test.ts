import { getFixedT } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NodeTrace } from '../../src/node/io.ts';
import { inspector as chinese } from '../../src/ui/messages/zh-CN/inspector.ts';
import { inspector as english } from '../../src/ui/messages/en/inspector.ts';
import { speak, startMessages } from '../../src/ui/messages/i18n.ts';
import { addPanelMessages } from '../../src/ui/messages/panels.ts';
import { traceReason, traceSentence } from '../../src/ui/inspector/trace-sentence.ts';
import { traces } from './fixtures/traces.ts';

const id = (trace: NodeTrace) =>
  [trace.type, traceReason(trace)].filter((part) => part !== undefined).join('.');

describe('decisions as sentences', () => {
  beforeAll(async () => {
    await startMessages('en');
    addPanelMessages();
  });

  for (const language of ['en', 'zh-CN'] as const)
    it(`have words and all their numbers in ${language}`, async () => {
      await speak(language);
      const t = getFixedT(language, 'inspector');
      for (const trace of traces) {
        const sentence = traceSentence(t, trace);
        expect(sentence, id(trace)).not.toMatch(/^trace\.|\{\{|undefined|\[object/);
        expect(sentence.length, id(trace)).toBeGreaterThan(4);
      }
    });

  it('cover every sentence of the catalogue', () => {
    const covered = new Set(traces.map(id));
    const keys = Object.entries(english.trace).flatMap(([type, words]) =>
      typeof words === 'string' ? [type] : Object.keys(words).map((reason) => `${type}.${reason}`),
    );
    expect(keys.filter((key) => !covered.has(key))).toEqual([]);
    expect(Object.keys(chinese.trace).sort()).toEqual(Object.keys(english.trace).sort());
  });

  it('name members and positions the way the field does', () => {
    const t = getFixedT('en', 'inspector');
    expect(
      traceSentence(t, {
        type: 'voteRejected',
        pre: false,
        candidate: 3,
        term: 5,
        reason: 'logBehind',
        vote: 0,
        lead: 0,
        own: { index: 11, term: 4 },
        theirs: { index: 10, term: 4 },
      }),
    ).toBe('Refused n3 its vote in term 5: the log ends at 10@4, its own at 11@4.');
    const counted = [{ have: [1, 2], voters: 5 }];
    // What was counted, as it was counted: with a broken rule that is no quorum.
    expect(traceSentence(t, { type: 'committed', from: 4, to: 7, by: 'quorum', counted })).toBe(
      'Committed 5 … 7: 2 of 5 voters (n1, n2) have it on disk.',
    );
    expect(
      traceSentence(t, { type: 'appendAccepted', from: 1, prev: { index: 0, term: 0 }, last: 1 }),
    ).not.toContain('@');
    expect(traceSentence(t, { type: 'committed', from: 6, to: 7, by: 'leaderCommit' })).toBe(
      'Committed 7: the leader says so.',
    );
    expect(traceSentence(t, { type: 'readIndexConfirmed', to: 2, index: 9 })).toBe(
      'Confirmed the read index 9 for n2.',
    );
  });
});
