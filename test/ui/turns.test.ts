import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leaveTurn, takeTurn } from '../../src/ui/canvas/turns.ts';
import { useView } from '../../src/ui/store.ts';
import { openingFrame } from './fixtures/frame.ts';

describe('turns of what takes long', () => {
  const painted: string[] = [];
  const logs = () => void painted.push('logs');
  const diagram = () => void painted.push('diagram');

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    painted.length = 0;
  });
  afterEach(() => {
    vi.runAllTimers();
    vi.useRealTimers();
  });

  /** A frame of the lab that is news to these. */
  async function frame(...wanting: (() => void)[]): Promise<string[]> {
    const before = painted.length;
    useView.getState().setFrame({ ...openingFrame(), playing: true });
    for (const paint of wanting) takeTurn(paint);
    await Promise.resolve();
    return painted.slice(before);
  }

  it('paints one of them an animation frame, and lets none starve', async () => {
    expect(await frame(logs, diagram)).toEqual(['logs']);
    expect(await frame(logs, diagram)).toEqual(['diagram']);
    expect(await frame(logs, diagram)).toEqual(['logs']);
    expect(await frame(diagram)).toEqual(['diagram']);
  });

  it('paints whoever waits even if no more frames come', async () => {
    expect(await frame(logs, diagram)).toEqual(['logs']);
    vi.runAllTimers();
    expect(painted).toEqual(['logs', 'diagram']);
  });

  it('paints one a frame also of those who have asked between two frames', async () => {
    takeTurn(diagram);
    await Promise.resolve();
    expect(painted).toEqual([]);
    expect(await frame(logs)).toEqual(['diagram']);
    expect(await frame()).toEqual(['logs']);
  });

  it('paints nobody who has left', async () => {
    expect(await frame(logs, diagram)).toEqual(['logs']);
    leaveTurn(diagram);
    vi.runAllTimers();
    expect(await frame()).toEqual([]);
    expect(painted).toEqual(['logs']);
  });
});
