import { beforeEach, describe, expect, it } from 'vitest';
import { ELAPSED_MS_MAX, FrameLoop } from '../../src/app/frame-loop.ts';
import type { Frame, FrameRequest } from '../../src/lab/frame/frame.ts';

let scheduled: ((now: number) => void) | undefined;
let asked: number[];
let shown: number[];
let failed: unknown[];
let broken: unknown[];
let silences: number[];
let answers: { resolve: (frame: Frame) => void; reject: (error: Error) => void }[];
let loop: FrameLoop;

beforeEach(() => {
  scheduled = undefined;
  [asked, shown, failed, answers, broken, silences] = [[], [], [], [], [], []];
  loop = new FrameLoop({
    schedule: (callback) => (scheduled = callback),
    request: (elapsedMs) => ({ elapsedMs }) as FrameRequest,
    ask: ({ elapsedMs }) => {
      asked.push(elapsedMs);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    show: (frame) => shown.push(frame.version),
    fail: (error) => failed.push(error),
    broken: (error) => broken.push(error),
    silent: (seconds) => silences.push(seconds),
  });
});

/** The browser draws a frame at this time. */
function draw(now: number): void {
  const callback = scheduled;
  scheduled = undefined;
  callback?.(now);
}

async function answer(version: number): Promise<void> {
  answers.shift()?.resolve({ version } as Frame);
  for (let i = 0; i < 4; i++) await Promise.resolve();
}

describe('FrameLoop', () => {
  it('asks with the time since it asked last, and shows what comes', async () => {
    loop.start();
    draw(1000);
    await answer(1);
    draw(1016);
    await answer(2);
    expect(asked).toEqual([0, 16]);
    expect(shown).toEqual([1, 2]);
  });

  it('never asks for a second frame before the first has come; the time is not lost', async () => {
    loop.start();
    draw(0);
    await answer(1);
    draw(16);
    draw(32);
    draw(48);
    expect(asked).toEqual([0, 16]);
    await answer(2);
    draw(64);
    expect(asked).toEqual([0, 16, 48]);
  });

  it('goes on where it was after a tab was hidden for an hour', async () => {
    loop.start();
    draw(0);
    await answer(1);
    draw(3_600_000);
    expect(asked).toEqual([0, ELAPSED_MS_MAX]);
  });

  it('ends when it is stopped, and says so when a frame does not come', async () => {
    loop.start();
    draw(0);
    answers.shift()?.reject(new Error('the lab has stopped'));
    for (let i = 0; i < 4; i++) await Promise.resolve();
    draw(16);
    expect(scheduled).toBeUndefined();
    expect(failed).toEqual([new Error('the lab has stopped')]);
    expect(asked).toEqual([0]);
  });

  it('says for how many seconds nothing has come, of those in which the page was awake', async () => {
    loop.start();
    draw(0);
    for (let now = 100; now <= 2100; now += 100) draw(now);
    draw(3_600_000);
    expect(silences).toEqual([1, 2]);
    await answer(1);
    expect(silences).toEqual([1, 2, 0]);
    draw(3_600_016);
    await answer(2);
    expect(silences).toEqual([1, 2, 0]);
  });

  it('goes on after a frame that could not be shown', async () => {
    shown.push = () => {
      throw new Error('no such colour');
    };
    loop.start();
    draw(0);
    await answer(1);
    draw(16);
    expect(asked).toEqual([0, 16]);
    expect([String(broken), failed]).toEqual(['Error: no such colour', []]);
  });
});
