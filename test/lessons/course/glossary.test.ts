import { describe, expect, test } from 'vitest';
import {
  glossary,
  glossaryTerm,
  glossaryTermsIn,
  searchGlossary,
} from '../../../src/lessons/course/glossary/glossary.ts';
import { isLessonId } from './lesson-ids.ts';

function named(text: string): string[] {
  return glossaryTermsIn(text).map(({ id }) => id);
}

describe('the glossary', () => {
  test('has sixty terms or more, each whole, in both languages', () => {
    expect(glossary.length).toBeGreaterThanOrEqual(60);
    expect(new Set(glossary.map(({ id }) => id)).size).toBe(glossary.length);
    for (const { name, means, place, lessons } of glossary) {
      for (const text of [name.en, name.zh, means.en, means.zh, place]) expect(text.trim()).not.toBe('');
      expect(means.zh).toMatch(/\p{Script=Han}/u);
      expect(means.en).not.toMatch(/\p{Script=Han}/u);
      expect(lessons.length).toBeGreaterThan(0);
    }
  });

  test('leads to lessons that the catalogue has', () => {
    expect(glossary.flatMap(({ lessons }) => lessons).filter((id) => !isLessonId(id))).toEqual([]);
  });

  test('finds the terms that a text names, the longer of two, whole words only, each once', () => {
    expect(named('The commit index of a follower grows; it commits.')).toEqual([
      'commit-index',
      'follower',
      'commit',
    ]);
    expect(named('A leader leads. The leader’s lease ends.')).toEqual(['leader', 'lease']);
    expect(named('Determined terminals')).toEqual([]);
    expect(named('候选者请求投票，需要过半数')).toEqual(['candidate', 'vote', 'quorum']);
    const text = 'n1 asks for pre-votes first';
    expect(glossaryTermsIn(text).map(({ from, to }) => text.slice(from, to))).toEqual(['pre-votes']);
  });

  test('is searched in both languages, names before meanings', () => {
    expect(searchGlossary('quorum')[0]?.id).toBe('quorum');
    expect(searchGlossary('预投票').map(({ id }) => id)).toContain('pre-vote');
    expect(searchGlossary('nothing of the kind')).toEqual([]);
    expect(searchGlossary('')).toHaveLength(glossary.length);
    expect(glossaryTerm('lease-read')?.name.en).toBe('lease read');
  });
});
