import { describe, expect, it } from 'vitest';
import { labToReopen } from '../../src/app/last-lab.ts';
import { parseOptions } from '../../src/app/url.ts';

const plain = { id: 'a', asked: '' };
const five = { id: 'b', asked: '?nodes=5' };
const own = (id: string) => ({ id, waits: true });
const last = { id: undefined, waits: false };

describe('the lab that a page opens with', () => {
  it('is the one that the tab had, when it is loaded again at the same address', () => {
    expect(labToReopen({ asked: '', isAgain: true }, plain)).toEqual(own('a'));
    expect(labToReopen({ asked: '?nodes=5', isAgain: true }, five)).toEqual(own('b'));
  });

  it('at the bare address is the tab’s, else the one used last', () => {
    expect(labToReopen({ asked: '', isAgain: false }, five)).toEqual(own('b'));
    expect(labToReopen({ asked: '', isAgain: false }, undefined)).toEqual(last);
  });

  it('is another one where the address asks for something', () => {
    for (const asked of ['?nodes=5', '?fresh', '#lab=1.abc']) {
      expect(labToReopen({ asked, isAgain: false }, { id: 'b', asked })).toBeUndefined();
      expect(labToReopen({ asked, isAgain: true }, plain)).toBeUndefined();
    }
    expect(parseOptions('?fresh')).toEqual({ config: {}, problems: [] });
  });
});
