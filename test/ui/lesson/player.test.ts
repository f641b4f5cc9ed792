import { describe, expect, test } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import type { Frame } from '../../../src/lab/frame/frame.ts';
import type { LabPort } from '../../../src/lab/lab-port.ts';
import { e1Lesson } from '../../../src/lessons/course/e/e1.ts';
import { frameCame } from '../../../src/ui/frames-come.ts';
import { captionParts } from '../../../src/ui/lesson/caption-parts.ts';
import { useLesson, type LessonState } from '../../../src/ui/lesson/lesson-store.ts';
import { screenAt, screensOf } from '../../../src/ui/lesson/screens.ts';
import { standingOf } from '../../../src/ui/lesson/standing.ts';
import { working } from '../../../src/ui/lesson/working.ts';
import { useView } from '../../../src/ui/view-state.ts';

function shown(text: string): string[] {
  return captionParts(text).map((part) =>
    part.type === 'words' ? part.text : `[${part.type} ${part.text}]`,
  );
}

describe('what a caption names', () => {
  test('messages and nodes are ways, in both languages, and the words between them stay', () => {
    expect(shown('n1 asks with MsgVote.')).toEqual(['[node n1]', ' asks with ', '[message MsgVote]', '.']);
    expect(shown('请n2用MsgVoteResp回答')).toEqual([
      '请',
      '[node n2]',
      '用',
      '[message MsgVoteResp]',
      '回答',
    ]);
  });

  test('what only looks like a name is words', () => {
    const text = 'MsgNothing, n10, an1, msgapp: no names';
    expect(shown(text)).toEqual([text]);
    expect(captionParts('')).toEqual([]);
  });
});

describe('where the lab stands, seen from the lesson', () => {
  const screens = screensOf(e1Lesson);
  const state = (screen: string, change: Partial<LessonState> = {}): LessonState => ({
    lab: {} as LabPort,
    lesson: e1Lesson,
    screens,
    at: present(screenAt(screens, screen), screen),
    open: { id: 'a', run: 4, branch: 1, ends: new Map(), events: new Map([['won', 97]]), last: 149 },
    tryRun: undefined,
    works: 0,
    playingTo: undefined,
    ...change,
  });
  const frame = { run: 4, branch: 1, events: 97, playing: false };

  test('at the instant of the screen, elsewhere in the run, in a branch, in another run', () => {
    expect(standingOf(state('won'), frame)).toBe('here');
    expect(standingOf(state('won'), { ...frame, events: 96 })).toBe('elsewhere');
    expect(standingOf(state('won'), { ...frame, branch: 2 })).toBe('free');
    expect(standingOf(state('won'), { ...frame, events: 149 })).toBe('elsewhere');
    expect(standingOf(state('won'), { ...frame, events: 150 })).toBe('free');
    expect(standingOf(state('won'), { ...frame, run: 5 })).toBe('free');
  });

  test('on the way while it plays to the instant, and working until a frame is of what was done', () => {
    const playing = { ...frame, events: 60, playing: true };
    expect(standingOf(state('won', { playingTo: 97 }), playing)).toBe('onTheWay');
    // Somebody has pressed Play.
    expect(standingOf(state('won'), playing)).toBe('elsewhere');
    expect(standingOf(state('won', { works: 1 }), frame)).toBe('working');
    expect(standingOf(state('won'), undefined)).toBe('working');
  });

  test('a way that is shorter than the waiting for the lab ends too: Next then goes on, and not to the same screen again', async () => {
    useLesson.setState({ state: state('won', { playingTo: 97 }) });
    await working(() => Promise.resolve());
    expect(useLesson.getState().state?.works).toBe(1);
    // The run has arrived with the first frame; the second is of the same instant.
    useView.setState({ frame: frame as Frame });
    frameCame();
    frameCame();
    expect(useLesson.getState().state).toMatchObject({ works: 0, playingTo: undefined });
    useLesson.setState({ state: undefined });
    useView.setState({ frame: undefined });
  });

  test('trying in the run of the task alone', () => {
    const tryRun = { run: 5, branch: 1, event: 0, hints: 0, isShown: false, reached: undefined };
    expect(standingOf(state('tryIt', { tryRun }), { ...frame, run: 5, branch: 2 })).toBe('trying');
    expect(standingOf(state('tryIt', { tryRun }), frame)).toBe('free');
    // Before it is begun the lesson's run is still there, and no instant of it is asked for.
    expect(standingOf(state('tryIt'), { ...frame, events: 3 })).toBe('here');
  });
});
