import { expect, test } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { compareMembers } from '../../../src/datadir/verdict/compare.ts';
import { inspectMember } from '../../../src/datadir/verdict/inspect-member.ts';
import { gatherFiles } from '../../../src/datadir/verdict/member-files.ts';
import { redacted, type Said } from '../../../src/datadir/verdict/redacted.ts';
import { dbBytes, madeMember, type MadePut } from './made-member.ts';

const MARKER = 'qsecretq';
const quiet = (): void => undefined;

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

/** Bits at the beginning of the pages, where it is said where keys lie and how long they are. */
function elementFlips(size: number): (readonly [at: number, mask: number])[] {
  const flips: (readonly [number, number])[] = [];
  for (let page = 2 * 4096; page < size; page += 4096) {
    for (let at = page + 16; at < page + 80; at++) for (const mask of [8, 32, 64]) flips.push([at, mask]);
  }
  return flips;
}

/** Members whose keys, values and folders all have the marker in them, one of them cut at some byte. */
function said(cut: number): Said {
  const puts = Array.from({ length: 12 }, (_, i): MadePut => ({
    key: `${MARKER}/${i % 4}`,
    value: `${MARKER}${i}`,
  }));
  const edited = puts.map((put, i) => (i === 3 ? { ...put, stored: `${MARKER}?` } : put));
  const other = puts.map((put, i) => (i >= 8 ? { ...put, value: `${MARKER}other`, term: 3 } : put));
  const given = [
    ...madeMember({ dir: `/${MARKER}/a`, id: 1n, puts, members: [1n, 2n, 3n] }),
    ...madeMember({ dir: `/${MARKER}/b`, id: 2n, puts: edited, members: [1n, 2n, 3n] }),
    ...madeMember({ dir: `/${MARKER}/c`, id: 3n, puts: other, members: [1n, 2n, 3n] }).map(
      ({ path, source }) => {
        const bytes = source.read(0, Math.max(1, source.size - cut));
        return { path, source: memorySource(source.name, bytes) };
      },
    ),
  ];
  const members = gatherFiles(given).members.map((files) => inspectMember(files, quiet));
  return { members: members.map(({ report }) => report), comparison: compareMembers(members, quiet) };
}

test('no key, no value and no path is in a redacted report, whatever is wrong with the files', () => {
  for (const cut of [0, 1, 100, 4096, 9000, 20_000]) {
    const whole = said(cut);
    expect(JSON.stringify(whole), `cut by ${cut}`).toContain(MARKER);
    const text = JSON.stringify(redacted(whole));
    expect(text, `cut by ${cut}`).not.toContain(MARKER);
    expect(text, `cut by ${cut}`).not.toContain(Buffer.from(MARKER).toString('hex'));
    expect(text, `cut by ${cut}`).not.toContain(Buffer.from(MARKER).toString('base64').slice(0, 8));
  }
});

test('nor where words quote what they found in a damaged page', () => {
  const bytes = dbBytes(
    Array.from({ length: 40 }, (_, i) => ({ key: `${MARKER}/${i}`, value: MARKER.repeat(8) })),
    [1n],
  );
  let quoted = 0;
  for (const [at, mask] of elementFlips(bytes.length)) {
    const source = memorySource('db', flipped(bytes, at, mask));
    const [files] = gatherFiles([{ path: `${MARKER}/db`, source }]).members;
    if (files === undefined) continue;
    const whole = { members: [inspectMember(files, quiet).report], comparison: undefined };
    const hex = Buffer.from(MARKER.slice(0, 5)).toString('hex');
    if (JSON.stringify(whole).includes(hex)) quoted++;
    const text = JSON.stringify(redacted(whole));
    expect(text.includes(MARKER.slice(0, 5)) || text.includes(hex), `byte ${at}: ${text}`).toBe(false);
  }
  expect(quoted).toBeGreaterThan(0);
});

test('shapes, sizes and verdicts stay', () => {
  const whole = said(0);
  const { members, comparison } = redacted(whole);
  expect(members.map(({ verdict }) => verdict)).toEqual(whole.members.map(({ verdict }) => verdict));
  expect(members.map(({ dir }) => dir)).toEqual(['member 1', 'member 2', 'member 3']);
  expect(comparison?.firstDifference?.store).toMatchObject({
    revision: whole.comparison?.firstDifference?.store?.revision,
  });
  expect(comparison?.differences).toHaveLength(whole.comparison?.differences.length ?? 0);
});
