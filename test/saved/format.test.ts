import { fc, it as prop } from '@fast-check/vitest';
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { baseConfig } from '../../src/saved/base-config.ts';
import { decodeLab, encodeLab, FORMAT, MAGIC, seal } from '../../src/saved/format.ts';
import {
  forLink,
  fragmentOf,
  fromFragment,
  labOfFragment,
  LINK_CHARS_MAX,
  toFragment,
} from '../../src/saved/link.ts';
import type { Plain } from '../../src/saved/pack/plain-model.ts';
import { readPlain } from '../../src/saved/pack/plain-reader.ts';
import { writePlain } from '../../src/saved/pack/plain-writer.ts';
import { SavedError, type SavedErrorCode } from '../../src/saved/saved-error.ts';
import type { OpenableLab } from '../../src/saved/saved-lab.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { defaultLabConfig } from '../../src/sim/world/config.ts';
import { playByHand } from './hour-by-hand.ts';
import { labOfEveryCommand, randomLab } from './random-labs.ts';
import { savedRun } from './saved-run.ts';
import { throwMutated } from './throw-mutated.ts';

const plain: fc.Arbitrary<Plain> = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Plain>(
      undefined,
      null,
      true,
      false,
      -0,
      Infinity,
      NaN,
      2 ** 53 - 1,
      1 - 2 ** 53,
      2 ** 53,
    ),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.bigInt(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constant('\ud800 alone'),
    fc.uint8Array(),
    fc.array(tie('plain')),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('type', '__proto__', 'node')), tie('plain'), {
      noNullPrototype: true,
    }),
  ),
})).plain;

describe('plain data as bytes', () => {
  prop.prop([plain])('comes back as it was', (value) => {
    expect(readPlain(writePlain(value), 100_000)).toStrictEqual(value);
  });

  it('of a kind takes little room, as each kind of number learns from those before it', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => ({ type: 'kill', node: 1 + (i % 5), event: 3 * i }));
    const { numbers, written } = writePlain(rows);
    expect(written.length).toBe(0);
    expect(numbers.length).toBeLessThan(700);
  });
});

/** What a broken file or link is said to be. */
function codeOf(open: () => unknown): SavedErrorCode | 'opened' {
  try {
    open();
    return 'opened';
  } catch (error) {
    if (error instanceof SavedError) return error.code;
    throw error;
  }
}

/** A file of this document, whatever it says. */
function fileOf(document: Plain, version = FORMAT): Uint8Array {
  const { numbers, written } = writePlain(document);
  return fileOfParts(version, numbers, written.length, zlibSync(written).slice(2, -4));
}

function fileOfParts(version: number, numbers: Uint8Array, length: number, deflated: Uint8Array): Uint8Array {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))]);
  const head = [version, numbers.length, length, deflated.length].flatMap(varint);
  const bytes = Uint8Array.from([...MAGIC, 0, 0, 0, 0, ...head, ...numbers, ...deflated]);
  seal(bytes);
  return bytes;
}

const document = {
  engine: '1',
  name: '',
  config: {},
  branches: [{ id: 1, name: '', commands: [], end: { ms: 0, us: 0, off: -1 }, waypoints: [] }],
  playhead: { branch: 1, event: 0, at: 0 },
  moments: [],
  view: {},
};
const withCommand = (command: Plain): Plain => ({
  ...document,
  branches: [
    { id: 1, name: '', commands: [{ ms: 1, us: 0, command }], end: { ms: 0, us: 0, off: 0 }, waypoints: [] },
  ],
});

/** Why this content cannot be. */
function refused(content: Plain): string {
  try {
    decodeLab(fileOf(content));
    return 'opened';
  } catch (error) {
    return error instanceof SavedError && error.code === 'labWrong' ? error.message : String(error);
  }
}

describe('a saved lab', () => {
  it('comes back from a file as it was: runs by the dice, with branches, notes and a view', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const lab = await randomLab(seed);
      expect(decodeLab(encodeLab(lab)), `seed ${seed}`).toStrictEqual(lab);
    }
  });

  it('may have every command that there is', async () => {
    const lab = await labOfEveryCommand();
    expect(decodeLab(encodeLab(lab))).toStrictEqual(lab);
  });

  it('is the same bytes each time', async () => {
    const lab = await randomLab(5);
    expect(encodeLab(decodeLab(encodeLab(lab)))).toEqual(encodeLab(lab));
  });

  it('has a base of every setting, with the value that it has had since the format began', () => {
    expect(Object.keys(baseConfig)).toEqual(Object.keys(defaultLabConfig));
  });
});

/** A lab of version 1, as it was written when there was no other. */
const lab1: OpenableLab = {
  engine: '1',
  name: 'Who leads?',
  config: parseConfig({ nodes: 3, seed: 7, preVote: false, keepsTombstones: false }),
  branches: [
    {
      id: 1,
      name: '',
      commands: [
        { event: 40, at: 1_234_567, command: { type: 'kill', node: 2 } },
        { at: 2_500_000, command: { type: 'partition', groups: [[1, 2], [3]] } },
        { after: 3, command: { type: 'link', from: 1, to: 3, settings: { loss: 0.25, hold: true } } },
      ],
      end: { event: 120, at: 4_000_000 },
      waypoints: [
        { event: 60, hash: '00ff3e' },
        { event: 120, hash: '0123456789abcdef' },
      ],
    },
    {
      id: 4,
      name: '另一个',
      parent: { branch: 1, event: 50 },
      commands: [
        {
          at: 2_000_000,
          command: {
            type: 'request',
            request: 1,
            node: 1,
            operation: { type: 'put', key: encodeUtf8('a'), value: encodeUtf8('1'), lease: -(2n ** 63n) },
          },
        },
      ],
      end: { event: 90, at: 3_000_000 },
      waypoints: [{ event: 90, hash: 'fedcba9876543210' }],
    },
  ],
  current: 4,
  playhead: { branch: 4, event: 88, at: 2_900_001 },
  moments: [{ id: 1, branch: 1, event: 7, at: 200_000, note: 'here' }],
  view: { selection: { type: 'node', id: 1 }, panelTab: 'store' },
};
const link1 =
  'lab=yoExawGhAjc6DgX5KiBt8vytVRLs-li0ElUmPIdHDycsh-fYuCRAeZgSlK_0GSBdrEn1Fscxs0b2bTFkOjNI8LS5tyzHIr3U6WjH9gjhco9PTa__RbaQYTgIu-mfDVmp25R8_txYrJQbTmnXifRsykcCS1HUBoayOVsqmSwUHEng7dyezyK6kD1mST4MeoqSFpqdPRT72lw2t4Zi_JjeIQhS_z9CCeoplr-bHaP0l4LEausNN3c9SqFOk68VMJFEf-upe8rP1Adwf0Z5nWWJlrY7rmQyd70k0Yl_lN2zblhgNnNLa_hMc6ZJOYKa2WVDJFKXiLl1PgBaNgtDolpA6xTDIdqihqulkT6xRPGfUHbyHqANUe_OZxPlw2PAQPWg6i6J4UH1v-fcwDMMz8hXyElNTCm2T0wrSS0y0DMyfdq_7MmOhic7ViUa6loaGRkbmxsZGJtZmJqYm5taGFhkpBalAgA';

describe('format 1', () => {
  it('is read, and written, as it was when there was no other', () => {
    expect(labOfFragment(link1)).toStrictEqual(lab1);
    // What the lab has learned to set since then is written out; until then the link is the very same.
    expect(toFragment(encodeLab(lab1))).toBe(link1);
  });
});

describe('a link', () => {
  it('to an hour of play by hand, 500 actions, has at most 4,000 characters', async () => {
    const run = await playByHand({ seed: 11, actions: 500, pauseMs: 1500 });
    const lab = savedRun(run);
    const timesOf = () => (event: number) => run.history.events.timeOf(event);
    const fragment = fragmentOf(lab, timesOf);
    expect(lab.branches[0]?.commands).toHaveLength(500);
    expect(fragment.length).toBeLessThanOrEqual(4000);
    expect(labOfFragment(`#${fragment}`)).toStrictEqual(forLink(lab, timesOf));
  });

  it('that is none, is cut or has other letters is said to be', () => {
    const fragment = toFragment(fileOf(document));
    expect(codeOf(() => labOfFragment(fragment))).toBe('opened');
    expect(codeOf(() => labOfFragment('#logs'))).toBe('notALab');
    expect(codeOf(() => labOfFragment(fragment.slice(0, -3)))).toBe('labCut');
    expect(codeOf(() => labOfFragment(fragment.replace(/.$/, '<')))).toBe('labDamaged');
    expect(codeOf(() => labOfFragment('lab='))).toBe('labCut');
    expect(codeOf(() => labOfFragment(`lab=${'A'.repeat(3 * LINK_CHARS_MAX)}`))).toBe('labTooLarge');
    expect(fromFragment(fragment)).toEqual(fileOf(document));
  });
});

describe('bytes that are no lab', () => {
  it('are said to be another program’s, cut, damaged, newer or too large', () => {
    const file = fileOf(document);
    expect(codeOf(() => decodeLab(file))).toBe('opened');
    expect(codeOf(() => decodeLab(encodeUtf8('%PDF-1.7')))).toBe('notALab');
    expect(codeOf(() => decodeLab(new Uint8Array(0)))).toBe('notALab');
    for (let length = MAGIC.length; length < file.length; length++) {
      expect(
        codeOf(() => decodeLab(file.slice(0, length))),
        `${length} bytes`,
      ).toBe('labCut');
    }
    expect(codeOf(() => decodeLab(file.with(file.length - 1, (file.at(-1) ?? 0) ^ 1)))).toBe('labDamaged');
    expect(codeOf(() => decodeLab(fileOf(document, FORMAT + 1)))).toBe('labNewer');
    expect(codeOf(() => decodeLab(fileOf(document, 0)))).toBe('labDamaged');
    expect(codeOf(() => decodeLab(fileOfParts(FORMAT, new Uint8Array(4), 2 ** 40, new Uint8Array(9))))).toBe(
      'labTooLarge',
    );
  });

  it('that would inflate to more than they say, or say more than they can hold, take no memory', () => {
    const { numbers } = writePlain(document);
    const bomb = zlibSync(new Uint8Array(8 * 1024 * 1024)).slice(2, -4);
    expect(codeOf(() => decodeLab(fileOfParts(FORMAT, numbers, 100, bomb)))).toBe('labDamaged');
    expect(codeOf(() => decodeLab(fileOfParts(FORMAT, numbers, 200_000_000, bomb.slice(0, 1000))))).toBe(
      'labDamaged',
    );
  });

  it('that stand too deep in each other, or whose lists and numbers are lies, are refused', () => {
    let deep: Plain = 0;
    for (let i = 0; i < 600; i++) deep = [deep];
    expect(codeOf(() => decodeLab(fileOf({ ...document, view: { deep } })))).toBe('opened');
    // A list whose only item is a list of as many, and so on, which the same few bits say.
    const lists = new Uint8Array(400).fill(0xb5);
    expect(codeOf(() => readPlain({ numbers: lists, written: new Uint8Array(0) }, 1000))).not.toBe('opened');
    const many = Array.from({ length: 2000 }, () => 0);
    expect(codeOf(() => readPlain(writePlain(many), 1000))).toBe('labTooLarge');
  });

  it('whose content cannot be are refused with where and why', () => {
    expect(refused(withCommand({ type: 'kill', node: 1 }))).toBe('opened');
    expect(refused(withCommand({ type: 'kill', node: 1.5 }))).toContain(
      'branch 1, command 1: kill: node is 1.5',
    );
    expect(refused(withCommand({ type: '<img src=x>' }))).toContain('there is no command "<img src=x>"');
    expect(refused({ ...document, config: { nodes: 70 } })).toContain('nodes is 70');
    expect(refused({ ...document, config: { nodez: 7 } })).toContain('nodez');
    expect(refused({ ...document, branches: [] })).toContain('branches');
    expect(refused({ ...document, name: 'x'.repeat(5000) })).toContain('name must be a text of at most');
    expect(refused({ ...document, playhead: { branch: 2, event: 0, at: 0 } })).toContain(
      'the playhead is at',
    );
    expect(refused({ ...document, playhead: { branch: 1, event: 5, at: 0 } })).toContain(
      'the playhead is at',
    );
    expect(refused({ ...document, more: 1 })).toContain('more');
    expect(refused('nothing')).toContain('an object');
    const [branch] = document.branches;
    expect(refused({ ...document, branches: [branch ?? null, branch ?? null] })).toContain(
      'branch 1 is there twice',
    );
  });

  it('however they were changed end in one clear error', async () => {
    const labs: OpenableLab[] = [await randomLab(1), await randomLab(2)];
    const ends = throwMutated(2026, labs, 600);
    // Each way to come to harm is there, and is told from the others.
    for (const code of ['notALab', 'labCut', 'labDamaged', 'labWrong'])
      expect(ends.get(code), code).toBeGreaterThan(0);
  });
});
