import { describe, expect, it } from 'vitest';
import { fetchLateParts, latePart, LatePart } from '../../src/ui/late-part.ts';

describe('LatePart', () => {
  it('is loaded once, and again only after it could not be', async () => {
    let loads = 0;
    let connected = false;
    const part = new LatePart(() => {
      loads++;
      return connected ? Promise.resolve('panel') : Promise.reject(new TypeError('no connection'));
    });
    const states: string[] = [];
    part.subscribe(() => states.push(part.state().type));
    await expect(Promise.all([part.load(), part.load()])).rejects.toThrow('no connection');
    expect([loads, part.state()]).toEqual([1, { type: 'failed', reason: 'no connection' }]);
    connected = true;
    expect(await Promise.all([part.load(), part.load()])).toEqual(['panel', 'panel']);
    expect(await part.load()).toBe('panel');
    expect([loads, part.state()]).toEqual([2, { type: 'here', value: 'panel' }]);
    expect(states).toEqual(['wanted', 'failed', 'wanted', 'here']);
  });

  it('is fetched with all others when the page has time, whatever becomes of them', async () => {
    const fetched: string[] = [];
    latePart(() => Promise.reject(new Error('gone')));
    const last = latePart(() => Promise.resolve(fetched.push('last')));
    await fetchLateParts(() => {
      fetched.push('idle');
      return Promise.resolve();
    });
    expect(fetched).toEqual(['idle', 'idle', 'last']);
    expect(last.state().type).toBe('here');
  });
});
