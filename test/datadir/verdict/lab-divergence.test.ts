import { expect, test } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { dataDirOf } from '../../../src/datadir/exchange/data-dir.ts';
import { memberOfLab } from '../../../src/datadir/exchange/lab-member.ts';
import { compareMembers } from '../../../src/datadir/verdict/compare.ts';
import { inspectMember, type Inspected } from '../../../src/datadir/verdict/inspect-member.ts';
import { gatherFiles } from '../../../src/datadir/verdict/member-files.ts';
import type { Entry } from '../../../src/raft/entry.ts';
import { recover } from '../../../src/storage/recover.ts';
import { EtcdLab, put } from '../../system/etcd-lab.ts';

const quiet = (): void => undefined;

function saved(lab: EtcdLab, node: number): Inspected {
  const { files } = dataDirOf(memberOfLab(lab.cluster, node), { version: '3.5' });
  const given = files.map(({ path, bytes }) => ({
    path: `m${node}/${path}`,
    source: memorySource(path.split('/').at(-1) ?? '', bytes),
  }));
  const [member] = gatherFiles(given).members;
  if (member === undefined) throw new Error('no member');
  return inspectMember(member, quiet);
}

test('a member that applies with dice: the first record that differs is found, and that it is the one', async () => {
  for (const seed of [1, 2, 3]) {
    const lab = await EtcdLab.start({
      seed,
      nodes: 3,
      machineSettings: [{ node: 2, settings: { randomApply: true } }],
    });
    for (let i = 0; i < 6; i++) await lab.ask(lab.leader, put(`key${i % 4}`, `value ${i}`));
    await lab.run(2000);
    const { firstDifference, findings, keep } = compareMembers(
      [1, 2, 3].map((node) => saved(lab, node)),
      quiet,
    );
    expect(firstDifference, `seed ${seed}`).toMatchObject({
      code: 'stores',
      store: { revision: 2, key: 'key0' },
    });
    expect(firstDifference?.store?.entries[0]?.text, `seed ${seed}`).toContain('key0');
    expect(findings, `seed ${seed}`).toMatchObject([{ code: 'odd one out', data: { position: 1 } }]);
    expect(keep, `seed ${seed}`).not.toBe(1);
  }
});

test('two halves that both elect and commit: the first entry that differs is that of the recovered logs', async () => {
  for (const seed of [1, 2, 3]) {
    const lab = await EtcdLab.start({ seed, nodes: 4, brokenRules: ['electedByHalf', 'commitByHalf'] });
    for (let i = 0; i < 3; i++) await lab.ask(lab.leader, put('before', String(i)));
    await lab.run(1000);
    await lab.act({
      type: 'partition',
      groups: [
        [1, 2],
        [3, 4],
      ],
    });
    await lab.run(6000);
    for (const node of [1, 3]) {
      for (let i = 0; i < 3; i++) await lab.ask(node, put(`side${node}`, String(i)));
    }
    await lab.run(1000);
    const { firstDifference } = compareMembers([saved(lab, 1), saved(lab, 3)], quiet);
    expect(firstDifference?.code, `seed ${seed}`).toBe('logs conflict');
    expect(firstDifference?.log?.index, `seed ${seed}`).toBe(firstUnlike(lab, 1, 3));
    expect(firstDifference?.store?.revision, `seed ${seed}`).toBe(5);
    expect(firstDifference?.store?.has.map((has) => has?.key).sort(), `seed ${seed}`).toEqual([
      'side1',
      'side3',
    ]);
  }
});

/** By the lab's own reading of its disks. */
function firstUnlike(lab: EtcdLab, a: number, b: number): number | undefined {
  const [one, other] = [a, b].map((node) => recover(memberOfLab(lab.cluster, node).disk).entries);
  return one?.find((entry, i) => shown(entry) !== shown(other?.[i]))?.index;
}

function shown(entry: Entry | undefined): string {
  return entry === undefined
    ? ''
    : `${entry.index} ${entry.term} ${Buffer.from(entry.data ?? []).toString('hex')}`;
}
