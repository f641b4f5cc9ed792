import { beforeEach, describe, expect, it } from 'vitest';
import { LookedAt, type Look } from '../../src/app/looked-at.ts';

let entries: Look[];
let place: number;
let shown: Look[];
let pending: (() => void) | undefined;
let lookedAt: LookedAt;

beforeEach(() => {
  [entries, place, shown, pending] = [[], 0, [], undefined];
  lookedAt = new LookedAt({
    replace: (look) => (entries[place] = look),
    push: (look) => (entries = [...entries.slice(0, ++place), look]),
    later: (work) => {
      pending = work;
      return () => (pending = undefined);
    },
    show: async (look) => {
      shown.push(look);
      see(look.event, { branch: look.branch });
    },
  });
});

function see(
  events: number,
  more: { branch?: number; playing?: boolean; lab?: string; node?: number } = {},
): void {
  const { branch = 1, playing = false, lab: id = 'one', node } = more;
  const lab = { name: '', keeping: { id, state: 'kept' } } as const;
  const frame = { run: 1, lab, branch, events, at: events * 1000, playing, work: undefined };
  lookedAt.see(frame, node === undefined ? undefined : { type: 'node', id: node });
}

function stay(): void {
  const work = pending;
  pending = undefined;
  work?.();
}

const events = (): number[] => entries.map(({ event }) => event);

describe('what was looked at', () => {
  it('is where somebody stopped for a moment, and what was selected there', () => {
    see(10);
    stay();
    for (let event = 11; event < 20; event++) see(event);
    stay();
    see(19, { node: 3 });
    stay();
    see(5, { branch: 2 });
    stay();
    stay();
    expect(events()).toEqual([10, 19, 19, 5]);
    expect(entries.map(({ branch, selection }) => [branch, selection])).toEqual([
      [1, undefined],
      [1, undefined],
      [1, { type: 'node', id: 3 }],
      [2, undefined],
    ]);
  });

  it('is not what time that plays went by', () => {
    see(10);
    stay();
    for (let event = 11; event < 20; event++) see(event, { playing: true });
    stay();
    see(30);
    stay();
    expect(events()).toEqual([10, 30]);
  });

  it('is shown again by back and forward, which make no entries of their own', async () => {
    for (const event of [10, 20, 30]) {
      see(event);
      stay();
    }
    for (const back of [1, 0, 1, 2]) {
      place = back;
      const look = entries[back];
      if (look !== undefined) await lookedAt.goTo(look);
      see(look?.event ?? 0);
      stay();
    }
    expect(shown.map(({ event }) => event)).toEqual([20, 10, 20, 30]);
    expect(events()).toEqual([10, 20, 30]);
  });

  it('of another lab begins anew, and what was before it is left alone', async () => {
    see(10);
    stay();
    const [first] = entries;
    see(3, { lab: 'two' });
    stay();
    expect(events()).toEqual([3]);
    if (first !== undefined) await lookedAt.goTo(first);
    expect(shown).toEqual([]);
  });
});
