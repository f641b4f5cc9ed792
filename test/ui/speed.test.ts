import { describe, expect, it } from 'vitest';
import { speeds, speedStop, speedWords } from '../../src/ui/shell/speed.ts';

describe('the speed dial', () => {
  it('finds every one of its stops again', () => {
    expect(speeds.map(speedStop)).toEqual(speeds.map((_, i) => i));
  });

  it('goes to the nearest stop for a speed between', () => {
    expect(speeds[speedStop(0.041)]).toBe(1 / 25);
    expect(speeds[speedStop(1e-9)]).toBe(1 / 400);
    expect(speeds[speedStop(1e9)]).toBe(50);
  });

  it('says what a second looks like', () => {
    expect(speedWords(1 / 25)).toEqual({ key: 'slower', times: 25 });
    expect(speedWords(10)).toEqual({ key: 'faster', times: 10 });
    expect(speedWords(1)).toEqual({ key: 'real' });
    expect(speedWords(Infinity)).toEqual({ key: 'flatOut' });
  });
});
