import { expect, test } from 'vitest';
import { foreignProblems } from '../../src/foreign/foreign-error.ts';
import { grammarPresets } from '../../src/foreign/grammar/presets.ts';
import { foreignFormats, noteCodes } from '../../src/foreign/history.ts';
import { unjudged } from '../../src/foreign/judge.ts';
import { foreign as english } from '../../src/ui/messages/en/foreign.ts';
import { foreign as chinese } from '../../src/ui/messages/zh-CN/foreign.ts';

test('everything that readers and the judge can say has its words, and nothing else has', () => {
  for (const { problem, note, unjudged: reasons, format, formatSays, preset } of [english, chinese]) {
    expect(Object.keys(problem).toSorted()).toEqual(foreignProblems.toSorted());
    expect(Object.keys(note).toSorted()).toEqual(noteCodes.toSorted());
    expect(Object.keys(reasons).toSorted()).toEqual(unjudged.toSorted());
    expect(Object.keys(format).toSorted()).toEqual(foreignFormats.toSorted());
    expect(Object.keys(formatSays).toSorted()).toEqual(foreignFormats.toSorted());
    expect(Object.keys(preset).toSorted()).toEqual(grammarPresets.map(({ name }) => name).toSorted());
  }
});
