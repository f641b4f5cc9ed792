import { beforeEach, describe, expect, it } from 'vitest';
import { LookedAt, type Look } from '../../src/app/looked-at.ts';

let entries: Look[];
let place: number;
let shown: Look[];
/** Labs that can be opened. */
let kept: Set<string>;
let opened: string[];
let pending: (() => void) | undefined;
let lookedAt: LookedAt;

beforeEach(() => {
  [entries, place, shown, pending] = [[], 0, [], undefined];
  [kept, opened] = [new Set(), []];
  const replace = (look: Look): Look => (entries[place] = look);
  lookedAt = new LookedAt({
    replace,
    replaceOther: replace,
    open: async (lab) => {
      // As the keeper has it: a lab that is being opened is open elsewhere for whoever asks again.
      if (!kept.delete(lab)) return false;
      opened.push(lab);
      await settled();
      await settled();
      kept.add(lab);
      return true;
    },
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

async function goTo(entry: number): Promise<void> {
  place = entry;
  const look = entries[entry];
  if (look !== undefined) await lookedAt.goTo(look);
  see(look?.event ?? 0, { lab: look?.lab ?? '' });
  stay();
}

/** Whatever could go on has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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

  describe('of another lab', () => {
    beforeEach(() => {
      see(10);
      stay();
      place = 1; // a link was followed
      see(3, { lab: 'two' });
      stay();
      see(4, { lab: 'two' });
      stay();
    });

    it('has that one opened', async () => {
      kept = new Set(['one', 'two']);
      for (const entry of [1, 0, 1]) await goTo(entry);
      expect(opened).toEqual(['one', 'two']);
      expect(shown.map(({ lab, event }) => [lab, event])).toEqual([
        ['two', 3],
        ['one', 10],
        ['two', 3],
      ]);
      expect(events()).toEqual([10, 3, 4]);
    });

    it('is opened once, however quickly its entries are gone through', async () => {
      kept = new Set(['one']);
      const first = lookedAt.goTo(entryOf('one', 10));
      await settled();
      await Promise.all([first, lookedAt.goTo(entryOf('one', 9)), lookedAt.goTo(entryOf('one', 8))]);
      expect(opened).toEqual(['one']);
      expect(shown.map(({ event }) => event)).toEqual([8]);
      expect(events()).toEqual([10, 3, 4]);
    });

    it('that is gone is passed by: what is open stays, whatever of the other one is come to', async () => {
      entries = [entryOf('one', 9), ...entries];
      const two = entries[3];
      for (place of [1, 0]) {
        const look = entries[place];
        if (look !== undefined) await lookedAt.goTo(look);
        see(4, { lab: 'two' });
        stay();
        expect(entries[place]).toEqual(two);
      }
      expect(shown).toEqual([]);
    });
  });
});

function entryOf(lab: string, event: number): Look {
  return { lab, branch: 1, event, at: event * 1000, selection: undefined };
}
