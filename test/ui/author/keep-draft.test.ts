import { describe, expect, it } from 'vitest';
import { addSteps, emptyDraft, useDraft, type Draft } from '../../../src/ui/author/draft.ts';
import { draftOf, textOf } from '../../../src/ui/author/keep-draft.ts';

describe('the draft of a lesson, as a tab keeps it', () => {
  it('is the same when it is read again', () => {
    addSteps(2, [{ event: 7, note: 'n3 asks' }], [{ type: 'entry', index: 1, node: 2 }], 'en');
    const draft: Draft = { ...useDraft.getState(), title: { en: 'One', zh: '一' }, goal: 'commit(1) >= 2' };
    expect(draftOf(textOf(draft))).toEqual(draft);
    expect(draftOf(textOf(emptyDraft))).toEqual(emptyDraft);
  });

  it.each([
    undefined,
    'rubbish',
    '{}',
    textOf(emptyDraft).replace('"version":1', '"version":2'),
    textOf(emptyDraft).replace('"goal":""', '"goal":5'),
  ])('is none if it cannot be read: %s', (text) => {
    expect(draftOf(text)).toBeUndefined();
  });
});
