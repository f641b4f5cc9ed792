import { describe, expect, test, vi } from 'vitest';

const KEY = 'quorumscope.course';

/** A browser's storage, and the store as a page that is opened with it has it. */
async function openedWith(text: string | undefined) {
  const kept = new Map<string, string>(text === undefined ? [] : [[KEY, text]]);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  vi.resetModules();
  const store = await import('../../../src/ui/course/progress-store.ts');
  const { useView } = await import('../../../src/ui/view-state.ts');
  return { kept, store, notice: () => useView.getState().notice };
}

describe('what a learner has done', () => {
  test('is there again when the page is opened anew', async () => {
    const { kept, store } = await openedWith(undefined);
    store.noteStep('E1', 3);
    store.noteStep('E1', 2);
    store.noteAnswer('E1', 'who', { predicted: 2 });
    store.noteAnswer('E1', 'who', { seen: 0 });
    store.noteAsNode('R4', 'be', { right: 3, of: 4 });
    store.noteGoal('E1');
    store.noteQuiz('before', { majority: 1 });
    const again = (await openedWith(kept.get(KEY))).store;
    expect(again.progressOf('E1')).toEqual({
      steps: 3,
      answers: { who: { predicted: 2, seen: 0 } },
      asNode: {},
      goalReached: true,
    });
    expect(again.progressOf('R4').asNode).toEqual({ be: { right: 3, of: 4 } });
    expect(again.useLearnt.getState().last).toBe('E1');
    expect(again.useLearnt.getState().quiz).toEqual({ before: { majority: 1 }, after: undefined });
  });

  test('a prediction may be changed until something was seen, and stays then', async () => {
    const { store } = await openedWith(undefined);
    store.noteAnswer('E1', 'who', { predicted: 1 });
    store.noteAnswer('E1', 'who', { predicted: 2 });
    store.noteAnswer('E1', 'who', { seen: 0 });
    store.noteAnswer('E1', 'who', { predicted: 0 });
    store.noteAnswer('E1', 'who', { seen: 1 });
    expect(store.progressOf('E1').answers['who']).toEqual({ predicted: 2, seen: 0 });
    store.forgetLesson('E1');
    expect(store.progressOf('E1').answers).toEqual({});
  });

  test.each([
    ['no JSON', '{"version":1,'],
    ['another version', '{"version":2,"lessons":{}}'],
    [
      'a number of steps that is a text',
      '{"version":1,"lessons":{"E1":{"steps":"3","answers":{},"asNode":{},"goalReached":false}}}',
    ],
    [
      'an id that is markup',
      '{"version":1,"lessons":{"<b>":{"steps":3,"answers":{},"asNode":{},"goalReached":false}}}',
    ],
  ])('that cannot be read (%s) is set aside with a word, and the course goes on', async (_, text) => {
    const { kept, store, notice } = await openedWith(text);
    expect(store.useLearnt.getState().lessons).toEqual({});
    expect(kept.get('quorumscope.course.unreadable')).toBe(text);
    expect(notice()?.type).toBe('error');
    store.noteStep('E1', 1);
    expect((await openedWith(kept.get(KEY))).store.progressOf('E1').steps).toBe(1);
  });
});
