import { isDeepStrictEqual } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { drawInt, makeDice } from '../../../src/base/random.ts';
import { LabKeeper } from '../../../src/host/keep/keeper.ts';
import type { LabLocks } from '../../../src/host/keep/locks.ts';
import { frameOf, readFrames } from '../../../src/saved/log/frames.ts';
import type { LabSource } from '../../../src/saved/log/log-writer.ts';
import { encodeRecords } from '../../../src/saved/log/records.ts';
import { LabModel, written } from '../../saved/lab-model.ts';
import { MemoryShelf } from './memory-shelf.ts';

/** The locks of all tabs of one browser. */
class TabLocks {
  readonly #held = new Set<string>();

  /** One tab's view of them. */
  readonly locks: LabLocks = {
    hold: async (id) => {
      if (this.#held.has(id)) return undefined;
      this.#held.add(id);
      return () => void this.#held.delete(id);
    },
    held: async () => this.#held,
  };

  /** All tabs are gone. */
  clear(): void {
    this.#held.clear();
  }
}

let shelf: MemoryShelf;
let tabs: TabLocks;
let now: number;
let ids: number;

beforeEach(() => {
  shelf = new MemoryShelf();
  tabs = new TabLocks();
  now = 0;
  ids = 0;
});

/** A tab with a lab that changes at random. */
class Tab {
  readonly model = new LabModel();
  readonly #timers: { readonly at: number; readonly work: () => void }[] = [];
  readonly keeper = new LabKeeper({
    openShelf: async () => shelf,
    locks: tabs.locks,
    newId: () => `lab${++ids}`,
    today: () => 1_700_000_000_000 + now,
    clock: () => now,
    later: (work, ms) => void this.#timers.push({ at: now + ms, work }),
  });
  /** What the lab was, and since when. */
  readonly past: { readonly at: number; readonly lab: LabSource }[] = [];
  lab: object = {};

  constructor() {
    this.keeper.onDue = () => void this.keepNow();
  }

  keepNow(): Promise<void> {
    return this.keeper.keepNow(this.lab, () => this.model.source());
  }

  /** Something happens, or only time goes by. */
  async live(dice: ReturnType<typeof makeDice>): Promise<void> {
    for (let changes = drawInt(dice, 0, 2); changes > 0; changes--) this.model.change(dice);
    this.past.push({ at: now, lab: this.model.source() });
    this.keeper.atRest(this.lab, () => this.model.source());
    now += drawInt(dice, 0, 200);
    for (const timer of this.#timers.splice(0)) {
      if (timer.at <= now) timer.work();
      else this.#timers.push(timer);
    }
    await settled();
  }

  /** When it was so for the last time; undefined: never. */
  whenWas(lab: LabSource): number | undefined {
    const wanted = written(lab);
    return this.past.findLast((past) => isDeepStrictEqual(written(past.lab), wanted))?.at;
  }

  get id(): string {
    return present(this.keeper.keeping.id, 'it is kept');
  }
}

/** Whatever can be done without time going by is done. */
async function settled(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

describe('the keeper', () => {
  it.each(seeds)('loses nothing that was a second old when its writer dies (seed %i)', async (seed) => {
    const dice = makeDice(seed, 'keeper');
    const tab = new Tab();
    for (let i = 0; i < 30; i++) await tab.live(dice);
    shelf.trouble.diesAfter = drawInt(dice, 0, 3000);
    for (let i = 0; i < 10; i++) await tab.live(dice);
    tabs.clear();
    shelf.forgetWriters();
    shelf.trouble.diesAfter = Infinity;
    const { lab } = await new Tab().keeper.open('lab1');
    const found = present(tab.whenWas(lab), 'it is as it once was');
    // The death is somewhere in the last ten: whatever was a second old before them is there.
    const before = present(tab.past[29], 'it lived').at - 1000;
    expect(found).toBeGreaterThanOrEqual(before);
  });

  it('of one that lives, what is kept is never a second old', async () => {
    const dice = makeDice(1, 'keeper');
    const tab = new Tab();
    for (let i = 0; i < 60; i++) {
      await tab.live(dice);
      const bytes = present(shelf.logs.get('lab1'), 'it is kept');
      const copy = new MemoryShelf();
      copy.logs.set('lab1', bytes);
      const reader = new LabKeeper({ ...parts(), openShelf: async () => copy });
      const { lab } = await reader.open('lab1');
      expect(now - present(tab.whenWas(lab), 'it is as it once was')).toBeLessThan(1000);
    }
  });

  it.each(seeds.slice(0, 5))(
    'says that a disk is full, goes on, and keeps all when there is room (seed %i)',
    async (seed) => {
      const dice = makeDice(seed, 'full');
      const tab = new Tab();
      for (let i = 0; i < 10; i++) await tab.live(dice);
      const before = present(shelf.logs.get('lab1'), 'it is kept').length;
      shelf.trouble.room = before + drawInt(dice, 0, 500);
      for (let i = 0; i < 40; i++) await tab.live(dice);
      expect(tab.keeper.keeping).toMatchObject({ id: 'lab1', state: 'full' });
      const kept = await reread();
      expect(tab.past.map(({ lab }) => written(lab))).toContainEqual(written(kept));
      shelf.trouble.room = Infinity;
      for (let i = 0; i < 80; i++) await tab.live(dice);
      expect(tab.keeper.keeping).toEqual({ id: 'lab1', state: 'kept' });
      await tab.keepNow();
      expect(written(await reread())).toEqual(written(tab.model.source()));
    },
  );

  it('is told when the browser keeps nothing, and the run goes on', async () => {
    shelf.trouble.refuses = new DOMException('not in this window', 'SecurityError');
    const dice = makeDice(3, 'refused');
    const tab = new Tab();
    for (let i = 0; i < 20; i++) await tab.live(dice);
    expect(tab.keeper.keeping).toEqual({ id: undefined, state: 'refused', reason: 'not in this window' });
  });

  it('goes on in the log that it opened, and writes it anew where its end is torn', async () => {
    const dice = makeDice(4, 'again');
    const tab = new Tab();
    for (let i = 0; i < 20; i++) await tab.live(dice);
    await tab.keepNow();
    const bytes = present(shelf.logs.get('lab1'), 'it is kept');
    shelf.logs.set('lab1', bytes.slice(0, -3));
    tabs.clear();
    shelf.forgetWriters();
    const next = new Tab();
    const opened = await next.keeper.open('lab1');
    expect(opened.isDamaged).toBe(false);
    next.keeper.adopt(next.lab, opened, () => opened.lab);
    for (let i = 0; i < 20; i++) await next.live(dice);
    await next.keepNow();
    expect(next.id).toBe('lab1');
    expect(written(await reread())).toEqual(written(next.model.source()));
  });

  it('does not open a lab with a command that cannot be, and goes on with the one that is open', async () => {
    const dice = makeDice(9, 'old command');
    const tab = new Tab();
    for (let i = 0; i < 20; i++) await tab.live(dice);
    await tab.keepNow();
    const bytes = present(shelf.logs.get('lab1'), 'it is kept');
    const { contents } = readFrames(bytes);
    const command = { event: 1e9, at: 1e12, command: { type: 'kill', node: 1, gently: true } };
    const more = encodeRecords([{ type: 'commands', branch: 1, commands: [command as never] }]);
    shelf.logs.set('lab7', Uint8Array.from([...bytes, ...frameOf(contents.length, more)]));
    await expect(tab.keeper.open('lab7')).rejects.toMatchObject({
      code: 'notOpened',
      message: expect.stringContaining('kill: gently: there is no such field') as string,
    });
    expect(tab.id).toBe('lab1');
    for (let i = 0; i < 5; i++) await tab.live(dice);
    await tab.keepNow();
    expect(written(await reread())).toEqual(written(tab.model.source()));
  });

  it('opens a lab in one tab only', async () => {
    const dice = makeDice(5, 'two');
    const tab = new Tab();
    for (let i = 0; i < 5; i++) await tab.live(dice);
    const other = new Tab();
    await expect(other.keeper.open('lab1')).rejects.toMatchObject({ code: 'openElsewhere' });
    await expect(other.keeper.delete('lab1')).rejects.toMatchObject({ code: 'openElsewhere' });
    await expect(other.keeper.rename('lab1', 'mine')).rejects.toMatchObject({ code: 'openElsewhere' });
    expect(await other.keeper.list()).toMatchObject([{ id: 'lab1', isOpen: 'elsewhere' }]);
    for (let i = 0; i < 5; i++) await other.live(dice);
    expect([tab.id, other.id]).toEqual(['lab1', 'lab2']);
  });

  it('lists, renames, deletes and brings back', async () => {
    const dice = makeDice(6, 'list');
    const tab = new Tab();
    for (let i = 0; i < 20; i++) await tab.live(dice);
    tab.lab = {};
    for (let i = 0; i < 20; i++) await tab.live(dice);
    await tab.keepNow();
    expect((await tab.keeper.list()).map(({ id, isOpen }) => [id, isOpen])).toEqual([
      ['lab2', 'here'],
      ['lab1', 'no'],
    ]);
    await tab.keeper.rename('lab1', 'The split <b>');
    expect((await tab.keeper.list())[1]).toMatchObject({ name: 'The split <b>' });
    const opened = await tab.keeper.open('lab1');
    expect(opened.lab.name).toBe('The split <b>');
    await tab.keeper.leave(opened);
    await tab.keeper.delete('lab1');
    await tab.keeper.delete('lab2');
    expect(await tab.keeper.list()).toEqual([]);
    for (let i = 0; i < 20; i++) await tab.live(dice);
    expect(tab.keeper.keeping.id).toBe(undefined);
    await tab.keeper.restore('lab1');
    expect(await tab.keeper.list()).toMatchObject([{ id: 'lab1', name: 'The split <b>', isOpen: 'no' }]);
    await expect(tab.keeper.delete('lab9')).rejects.toMatchObject({ code: 'unknownLab' });
    now += 2 * 60 * 60 * 1000;
    await tab.keeper.sweep();
    expect([...shelf.logs.keys()]).toEqual(['lab1']);
  });

  it('leaves no log of a lab in which nothing has happened', async () => {
    const tab = new Tab();
    await tab.keepNow();
    expect([...shelf.logs.keys()]).toEqual(['lab1']);
    tab.lab = {};
    await tab.keepNow();
    expect([...shelf.logs.keys()]).toEqual(['lab2']);
  });

  it('writes a log anew when most of it is out of date', async () => {
    const dice = makeDice(8, 'slack');
    const tab = new Tab();
    for (let i = 0; i < 20; i++) await tab.live(dice);
    let [longest, last] = [0, 0];
    for (let i = 0; i < 400; i++) {
      tab.model.look(`tab ${i}`);
      now += 600;
      tab.keeper.atRest(tab.lab, () => tab.model.source());
      await settled();
      last = present(shelf.logs.get('lab1'), 'it is kept').length;
      longest = Math.max(longest, last);
    }
    expect(longest).toBeLessThan(600_000);
    expect(last).toBeLessThan(longest);
    await tab.keepNow();
    expect(written(await reread())).toEqual(written(tab.model.source()));
  });
});

function parts(): ConstructorParameters<typeof LabKeeper>[0] {
  return {
    openShelf: async () => shelf,
    locks: new TabLocks().locks,
    newId: () => 'none',
    today: () => 0,
    clock: () => 0,
    later: () => undefined,
  };
}

/** What a tab that opens it now would find. */
async function reread(): Promise<LabSource> {
  const copy = new MemoryShelf();
  for (const [id, bytes] of shelf.logs) copy.logs.set(id, bytes);
  const { lab } = await new LabKeeper({ ...parts(), openShelf: async () => copy }).open('lab1');
  return lab;
}
