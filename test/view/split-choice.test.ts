import { describe, expect, it } from 'vitest';
import { chosenGroups, movedOn, splitChoice, type SplitChoice } from '../../src/view/stage/split-choice.ts';

const ids = [1, 2, 3, 4, 5];
const shown = (choice: SplitChoice): string =>
  chosenGroups(choice)
    .map((group) => group.join(' '))
    .join(' | ');
const pressed = (...keys: readonly number[]): string => shown(keys.reduce(movedOn, splitChoice(ids, [ids])));

describe('a split that is chosen by keys', () => {
  it('begins with the groups there are; a member of none is alone', () => {
    expect(shown(splitChoice(ids, [ids]))).toBe('1 2 3 4 5');
    expect(
      shown(
        splitChoice(ids, [
          [4, 5],
          [1, 2],
        ]),
      ),
    ).toBe('1 2 | 3 | 4 5');
  });

  it('takes a press for each member of the other side', () => {
    expect(pressed(4)).toBe('1 2 3 5 | 4');
    expect(pressed(4, 5)).toBe('1 2 3 | 4 5');
  });

  it('has a third group after the second, and the first after the last', () => {
    expect(pressed(4, 5, 5)).toBe('1 2 3 | 4 | 5');
    expect(pressed(4, 5, 5, 5)).toBe('1 2 3 5 | 4');
    expect(pressed(4, 4)).toBe('1 2 3 4 5');
  });

  it('keeps sides apart by who stays, not by who is first', () => {
    expect(pressed(1)).toBe('2 3 4 5 | 1');
    expect(pressed(1, 2)).toBe('3 4 5 | 1 2');
    expect(pressed(1, 2, 2)).toBe('3 4 5 | 1 | 2');
  });

  it('does nothing for a member that is not there', () => {
    expect(pressed(9)).toBe('1 2 3 4 5');
  });
});
