import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leaveTurn, takeTurn } from '../../src/ui/canvas/turns.ts';

describe('turns of big canvases', () => {
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

  /** One animation frame that brings news to these. */
  async function frame(...wanting: (() => void)[]): Promise<string[]> {
    const before = painted.length;
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

  it('paints nobody who has left', async () => {
    expect(await frame(logs, diagram)).toEqual(['logs']);
    leaveTurn(diagram);
    vi.runAllTimers();
    expect(await frame()).toEqual([]);
    expect(painted).toEqual(['logs']);
  });
});
