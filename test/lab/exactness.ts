import { expect } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import { captureLab, eventTimesOf } from '../../src/lab/play/capture.ts';
import { reopenLab } from '../../src/lab/play/reopen.ts';
import { Run } from '../../src/lab/play/run.ts';
import { travelTo } from '../../src/lab/play/travel.ts';
import { Member } from '../../src/node/member.ts';
import { decodeLab, encodeLab } from '../../src/saved/format.ts';
import { fragmentOf, labOfFragment } from '../../src/saved/link.ts';
import type { OpenableLab, SavedLab } from '../../src/saved/saved-lab.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { NodeHost } from '../../src/sim/node-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { FakeWorker } from '../host/fake-worker.ts';
import { seenAt, wander, type Seen } from './journey.ts';

/** What came of one journey. */
export interface Journey {
  readonly events: number;
  readonly branches: number;
  readonly instants: number;
  readonly commands: number;
}

/**
 * A random journey (journey.ts) in one host; every instant that was seen is gone to again, there and, after the lab was captured
 * and reopened, in a host of the other kind; then every branch goes on in both. Everywhere the same fingerprint, or it fails.
 * `carry`: the way of the saved lab from one to the other.
 */
export async function checkExactness(
  seed: number,
  turns: number,
  carry: (saved: SavedLab, run: Run) => OpenableLab = (saved) => structuredClone(saved),
): Promise<Journey> {
  const dice = makeDice(seed, 'exactness');
  const config = parseConfig({ nodes: drawInt(dice, 3, 5), seed });
  const hosts: readonly NodeHost[] = [
    new InProcessHost(Member),
    new WorkerHost(() => new FakeWorker(Member), Member),
  ];
  const [one, other] = (seed % 2 === 0 ? hosts : hosts.toReversed()) as [NodeHost, NodeHost];
  try {
    const run = await Run.begin(config, one, Member);
    const seen = await wander(run, seed, turns);
    const saved = captureLab(run, { panelTab: 'log' });
    const where = seenAt(run);
    const { run: again, differs } = await reopenLab(carry(saved, run), { host: other, factory: Member });
    expect(differs, `seed ${seed}`).toBeUndefined();
    expect(seenAt(again), `seed ${seed}: the playhead`).toEqual(where);
    // What is captured of what was opened is the very same.
    expect({ ...captureLab(again, saved.view), branches: [] }).toEqual({ ...saved, branches: [] });
    expect(again.branches.infos()).toEqual(run.branches.infos());
    for (const each of [run, again]) await revisit(each, seen, seed);
    for (const { id } of run.branches.kept) {
      expect(await goOn(again, id), `seed ${seed}: branch ${id} goes on`).toEqual(await goOn(run, id));
    }
    return {
      events: run.branches.kept.reduce((sum, { newest }) => sum + newest.event, 0),
      branches: run.branches.kept.length,
      instants: seen.length,
      commands: run.branches.infos().reduce((sum, { commands }) => sum + commands, 0),
    };
  } finally {
    for (const host of hosts) if (host instanceof WorkerHost) host.dispose();
  }
}

async function revisit(run: Run, seen: readonly Seen[], seed: number): Promise<void> {
  const dice = makeDice(seed, 'revisit');
  const shuffled = seen
    .map((each) => ({ each, place: drawInt(dice, 0, 1e9) }))
    .sort((a, b) => a.place - b.place);
  for (const { each } of shuffled) {
    const { branch, event, at } = each;
    await travelTo(run, { branch: run.branches.known(branch), event, at });
    expect(seenAt(run), `seed ${seed}`).toEqual(each);
  }
}

/** Half a second more of a branch. */
async function goOn(run: Run, id: number): Promise<Seen> {
  await run.switchTo(run.branches.known(id));
  if (!run.isStill) await run.advance(run.live.world.now + 500_000);
  return seenAt(run);
}

/** As a file. */
export function byFile(saved: SavedLab): OpenableLab {
  return decodeLab(encodeLab(saved));
}

/** As a link, which leaves to the replay what it can find out. */
export function byLink(saved: SavedLab, run: Run): OpenableLab {
  return labOfFragment(fragmentOf(saved, eventTimesOf(run)));
}
