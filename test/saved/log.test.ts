import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { foldLog } from '../../src/saved/log/fold.ts';
import { frameOf, readFrames } from '../../src/saved/log/frames.ts';
import { LogError } from '../../src/saved/log/log-error.ts';
import { LogWriter, type LabSource } from '../../src/saved/log/log-writer.ts';
import { encodeRecords } from '../../src/saved/log/records.ts';
import { LabModel, written } from './lab-model.ts';

interface Kept {
  readonly bytes: Uint8Array;
  /** What the lab was when a frame was whole, and where that one ends; the first is of nothing at all. */
  readonly steps: readonly { readonly end: number; readonly lab: LabSource | undefined }[];
}

/** A lab that changes at random, now and then written to its log. */
function keepRandomly(seed: number, frames: number): Kept {
  const dice = makeDice(seed, 'log');
  const model = new LabModel();
  const writer = new LogWriter();
  let bytes = new Uint8Array(0);
  const steps: { end: number; lab: LabSource | undefined }[] = [{ end: 0, lab: undefined }];
  for (let frame = 0; frame < frames; frame++) {
    const lab = model.source();
    const { records, kept } = writer.news(lab);
    // Now and then it could not be kept, and comes again with the next.
    if (frame === 0 || drawInt(dice, 0, 4) > 0) {
      const content = frameOf(steps.length - 1, encodeRecords(records));
      bytes = Uint8Array.from([...bytes, ...content]);
      kept();
      steps.push({ end: bytes.length, lab });
    }
    for (let changes = drawInt(dice, 0, 6); changes > 0; changes--) model.change(dice);
  }
  return { bytes, steps };
}

function labOf(bytes: Uint8Array): unknown {
  try {
    return foldLog(bytes).lab;
  } catch (error) {
    if (error instanceof LogError) return undefined;
    throw error;
  }
}

/** The record of two commands, of which the second is this. */
function does(command: unknown): unknown {
  const commands = [
    { event: 1, at: 0, command: { type: 'kill', node: 2 } },
    { event: 2, at: 5, command },
  ];
  return { type: 'commands', branch: 1, commands };
}

const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

describe('the log of a kept lab', () => {
  it.each(seeds)('is the lab as it was at a whole frame, wherever its bytes end (seed %i)', (seed) => {
    const { bytes, steps } = keepRandomly(seed, 12);
    expect(steps.length).toBeGreaterThan(5);
    let step = 0;
    const expected = steps.map(({ lab }) => written(lab));
    for (let length = 0; length <= bytes.length; length++) {
      while ((steps[step + 1]?.end ?? Infinity) <= length) step++;
      const { state, end } = readFrames(bytes.subarray(0, length));
      expect([length, end, state]).toEqual([length, steps[step]?.end, length === end ? 'whole' : 'torn']);
      // Folding is the dear part of it: at both ends of each frame, and here and there within.
      if (length - end < 2 || length % 97 === 0)
        expect(labOf(bytes.subarray(0, length))).toEqual(expected[step]);
    }
  });

  it.each(seeds)(
    'has no byte that is another unnoticed: what was before its frame stands (seed %i)',
    (seed) => {
      const { bytes, steps } = keepRandomly(seed, 6);
      const dice = makeDice(seed, 'flips');
      for (let at = 0; at < bytes.length; at++) {
        const flipped = bytes.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << drawInt(dice, 0, 7));
        const before = present(
          steps.findLast(({ end }) => end <= at),
          'there is a first step',
        );
        const { state, end } = readFrames(flipped);
        expect([at, end]).toEqual([at, before.end]);
        const isInLast = before === steps.at(-2);
        expect(state === 'damaged' || (isInLast && state === 'torn')).toBe(true);
      }
    },
  );

  it('goes on where another writer has left it', () => {
    const dice = makeDice(7, 'log');
    const model = new LabModel();
    let bytes = new Uint8Array(0);
    for (let opening = 0; opening < 8; opening++) {
      const writer = opening === 0 ? new LogWriter() : new LogWriter(model.source());
      for (let changes = 0; changes < 5; changes++) model.change(dice);
      const content = encodeRecords(writer.news(model.source()).records);
      bytes = Uint8Array.from([...bytes, ...frameOf(opening, content)]);
    }
    expect(written(foldLog(bytes).lab)).toEqual(written(model.source()));
  });

  it('takes room that was made and never written for a torn end', () => {
    const { bytes, steps } = keepRandomly(3, 4);
    const longer = new Uint8Array(bytes.length + 4096);
    longer.set(bytes);
    expect(readFrames(longer)).toMatchObject({ end: bytes.length, state: 'torn' });
    expect(labOf(longer)).toEqual(written(steps.at(-1)?.lab));
  });

  it('does not take a frame for another one', () => {
    const { bytes, steps } = keepRandomly(3, 6);
    const [, first, second] = steps;
    const ends = [present(first, 'a frame').end, present(second, 'another').end] as const;
    const without = Uint8Array.from([...bytes.subarray(0, ends[0]), ...bytes.subarray(ends[1])]);
    expect(readFrames(without)).toMatchObject({ end: ends[0], state: 'damaged' });
  });

  it('of a later form is not opened, and says what to do', () => {
    const begin = { type: 'begin', version: 2, engine: '9', config: {} };
    const bytes = frameOf(0, encodeRecords([begin as never]));
    expect(() => foldLog(bytes)).toThrow(/form 2.*form 1; reload the page/);
  });

  it('whose records or commands are not of the form that they have now is not opened: the word is which', () => {
    const source = new LabModel().source();
    const { records } = new LogWriter().news(source);
    const foldedWith = (...more: readonly unknown[]) =>
      foldLog(frameOf(0, encodeRecords([...records, ...more] as never)));
    expect(foldedWith(does({ type: 'kill', node: 1 })).lab.branches[0]?.commands).toHaveLength(2);
    // A field that a later version may add says nothing to this one.
    expect(foldedWith({ type: 'name', name: 'here', by: 'somebody' }).lab.name).toBe('here');
    const bad: readonly (readonly [record: unknown, why: RegExp])[] = [
      [does({ type: 'kill', node: 'two' }), /cannot be opened .*branch 1, command 2: kill: node is "two"/],
      [does({ type: 'slay', node: 2 }), /branch 1, command 2: there is no command "slay"/],
      [does(undefined), /branch 1, command 2: there is no command/],
      [{ type: 'commands', branch: 1, commands: 7 }, /commands must be a list of commands/],
      [{ type: 'commands', branch: 8, commands: [] }, /branch 8, which has not begun/],
      [{ type: 'end', branch: 1, event: -1, at: 0, waypoints: [] }, /event must be a whole number/],
      [{ type: 'playhead', position: 3 }, /position must be an instant/],
      [{ type: 'odd' }, /must be a record of a known type/],
      [7, /must be a record of a known type/],
    ];
    for (const [record, why] of bad) expect(() => foldedWith(record), JSON.stringify(record)).toThrow(why);
  });

  it('of bytes that are none is not opened', () => {
    expect(() => foldLog(new Uint8Array(100).fill(7))).toThrow(/cannot be opened/);
    expect(() => foldLog(new Uint8Array(0))).toThrow(/nothing of its beginning/);
  });
});
