import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/base/byte-source.ts';
import { present } from '../../../src/base/assert.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import { dataDirOf, type DataFile } from '../../../src/datadir/exchange/data-dir.ts';
import { labFrom, type OpenedLab, type OpeningInstant } from '../../../src/datadir/exchange/lab-from.ts';
import { memberOfLab } from '../../../src/datadir/exchange/lab-member.ts';
import { gatherFiles } from '../../../src/datadir/verdict/member-files.ts';
import { runSavedLab } from '../../../src/lab/script/lab-report.ts';
import { Member } from '../../../src/node/member.ts';
import { decodeLab, encodeLab } from '../../../src/saved/format.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { EtcdLab, put } from '../../system/etcd-lab.ts';
import { backendOf, noTell } from './read-back.ts';
import { usedLab } from './used-lab.ts';

type Files = Readonly<Record<string, Uint8Array>>;

function open(files: Files, instant: OpeningInstant = {}): OpenedLab {
  const given = Object.entries(files).map(([path, bytes]) => ({
    path,
    source: memorySource(present(path.split('/').at(-1), 'a name'), bytes),
  }));
  return labFrom(gatherFiles(given).members, instant, noTell);
}

const recorded = (name: string): Files =>
  unzipSync(new Uint8Array(readFileSync(new URL(name, import.meta.url))));
const of34 = recorded('etcd-3.4-three.zip');
const of37 = recorded('etcd-3.7-three.zip');

/** Its third member was down while the others wrote, and was sent a snapshot up to entry 71. */
const ofSent = recorded('etcd-3.6-sent-snapshot.zip');

const inFolder = (folder: string, files: readonly DataFile[]): Files =>
  Object.fromEntries(files.map(({ path, bytes }) => [`${folder}/${path}`, bytes]));

/** The lab after so long, its members at work. */
async function after(config: LabConfig, ms: number): Promise<Cluster> {
  const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors());
  await cluster.run({ until: ms * 1000, events: Infinity });
  return cluster;
}

async function hashes(cluster: Cluster): Promise<(number | string)[]> {
  const found: (number | string)[] = [];
  for (const { view } of cluster.members().map((member) => ({ view: member.view() }))) {
    const request = cluster.world.calls.lastId + 1;
    await cluster.act({
      type: 'request',
      request,
      node: view.id,
      operation: { type: 'hashKv', revision: 0 },
    });
    await cluster.run({ until: cluster.world.now + 100_000, events: Infinity });
    const result = cluster.world.calls.ended.slice(0).find(({ id }) => id === request)?.result;
    const isHash = result?.status === 'ok' && result.result.type === 'hashKv';
    found.push(isHash ? result.result.hash : JSON.stringify(result));
  }
  return found;
}

const leaders = (cluster: Cluster): number =>
  cluster.members().filter((member) => member.view().state === 'StateLeader').length;

describe('directories of real etcd as a lab', () => {
  it.each([
    ['3.4', of34, 3_418_092_538],
    ['3.7', of37, 3_809_160_309],
  ])(
    'opens three of %s: one leads, the stores have etcd’s hash, and writes go on',
    async (_, files, hash) => {
      const { lab, machines, notes } = open(files);
      expect(machines.map(({ node, dir }) => `${node} ${dir}`)).toEqual(['1 n1', '2 n2', '3 n3']);
      expect(notes.map(({ code }) => code)).not.toContain('storeNotOfLog');
      const cluster = await after(lab.config, 5000);
      expect(leaders(cluster)).toBe(1);
      expect(await hashes(cluster)).toEqual([hash, hash, hash]);
      const request = cluster.world.calls.lastId + 1;
      await cluster.act({ type: 'request', request, node: 1, operation: put('new', '1') });
      await cluster.run({ until: cluster.world.now + 1_000_000, events: Infinity });
      expect(cluster.members().map((member) => member.view().revision)).toEqual([45, 45, 45]);
      expect(cluster.world.watcher.violations).toEqual([]);
    },
  );

  it('opens at a revision, with the log up to the entry that made it', async () => {
    const { lab } = open(of34, { revision: 30 });
    const cluster = await after(lab.config, 5000);
    expect(cluster.members().map((member) => member.view().revision)).toEqual([30, 30, 30]);
    expect(cluster.world.watcher.violations).toEqual([]);
  });

  it.each([
    ['its end', {}, 67],
    ['an entry that the member was not sent', { index: 40 }, 32],
  ])('opens with a member that was sent a snapshot, at %s', async (_, instant, revision) => {
    const { lab } = open(ofSent, instant);
    const cluster = await after(lab.config, 5000);
    expect(cluster.members().map((member) => member.view().revision)).toEqual([revision, revision, revision]);
    expect(new Set(await hashes(cluster)).size).toBe(1);
    expect(cluster.world.watcher.violations).toEqual([]);
  });

  it('opens with the stores alone where only that member’s files are there', async () => {
    const third = Object.fromEntries(Object.entries(ofSent).filter(([path]) => path.startsWith('n3/')));
    const { lab, notes } = open(third);
    expect(notes).toContainEqual({ code: 'logFrom', index: 78 });
    const cluster = await after(lab.config, 1000);
    expect(cluster.members().map((member) => member.view().revision)).toEqual([67]);
    expect(() => open(third, { revision: 40 })).toThrow(/what is before it is in no log here/);
  });

  it('opens one of three: the others are down, and it goes on alone when it is forced to', async () => {
    const one = Object.fromEntries(Object.entries(of34).filter(([path]) => path.startsWith('n2/')));
    const { lab, notes } = open(one);
    expect(notes).toContainEqual({ code: 'noFiles', nodes: [1, 3] });
    const cluster = await after(lab.config, 5000);
    expect(leaders(cluster)).toBe(0);
    await cluster.act({ type: 'kill', node: 2 });
    await cluster.act({ type: 'forceNewCluster', node: 2 });
    await cluster.run({ until: cluster.world.now + 5_000_000, events: Infinity });
    expect(leaders(cluster)).toBe(1);
    expect(await hashes(cluster)).toEqual([3_418_092_538]);
  });

  it('is a lab as others are: its file opens again, and computes the same', async () => {
    const bytes = encodeLab(open(of34).lab);
    expect((await runSavedLab('file', bytes)).failure).toBeUndefined();
    expect(decodeLab(bytes).config.begunFrom).toEqual(open(of34).lab.config.begunFrom);
  });

  it.each([
    ['nothing', {}, {}, /no data directory/],
    [
      'a database alone',
      { 'n1/member/snap/db': present(of34['n1/member/snap/db'], 'a db') },
      {},
      /n1 has no log/,
    ],
    ['an entry beyond the end', of34, { index: 1_000_000 }, /from entry 1 to entry \d+, and 1000000/],
    ['a revision beyond the end', of34, { revision: 1_000_000 }, /comes to revision 44, not to 1000000/],
    ['an instant before there are members', of34, { index: 0 }, /from entry 1/],
    ['one member twice', { ...of34, ...inFolder('copy', filesOf('n1')) }, {}, /are both of member/],
  ])('refuses %s, and says why', (_, files: Files, instant, words) => {
    expect(() => open(files, instant)).toThrow(words);
  });

  it('refuses a log that is damaged in its middle', () => {
    const [path, bytes] = present(
      Object.entries(of34).find(([name]) => name.startsWith('n1/member/wal/')),
      'a segment',
    );
    const damaged = bytes.slice();
    damaged[2000] = (damaged[2000] ?? 0) ^ 1;
    expect(() => open({ ...of34, [path]: damaged })).toThrow(/the log of n1 cannot be read to its end/);
  });
});

function filesOf(member: string): DataFile[] {
  const own = Object.entries(of34).filter(([path]) => path.startsWith(`${member}/`));
  return own.map(([path, bytes]) => ({ path: path.slice(member.length + 1), bytes }));
}

describe('a lab that was saved as data directories', () => {
  it.each([1, 2, 3])('opens as a lab with the same stores (seed %i)', async (seed) => {
    const before = await usedLab(seed, 100);
    await before.act({ type: 'heal' });
    const version = seed % 2 === 0 ? '3.4' : '3.6';
    const files: Record<string, Uint8Array> = {};
    const revisions: number[] = [];
    for (const node of before.world.machines.keys()) {
      const saved = savedOrNothing(before, node, version);
      if (saved === undefined) continue;
      revisions.push(saved.revision);
      Object.assign(files, inFolder(`m${node}`, saved.files));
      const { hash } = backendOf(saved.files, version);
      expect(hash).toMatchObject({ hashRevision: saved.revision });
    }
    const { lab } = open(files);
    const cluster = await after(lab.config, 8000);
    expect(cluster.world.watcher.violations).toEqual([]);
    expect(
      [...cluster.world.machines.values()].every(({ status, ticks }) => status !== 'up' || ticks > 0),
    ).toBe(true);
    expect(Math.max(...cluster.members().map((member) => member.view().revision))).toBeGreaterThanOrEqual(
      Math.max(...revisions),
    );
    const crashed = [...cluster.world.machines.values()].flatMap((machine) => machine.crashed ?? []);
    expect(crashed).toEqual([]);
  });
});

function savedOrNothing(lab: EtcdLab, node: number, version: '3.4' | '3.6') {
  try {
    return dataDirOf(memberOfLab(lab.cluster, node), { version });
  } catch (error) {
    if (error instanceof Error && error.name === 'ExchangeError') return undefined;
    throw error;
  }
}
