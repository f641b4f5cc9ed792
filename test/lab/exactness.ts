import { expect } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import { labSource } from '../../src/lab/keep/lab-source.ts';
import { captureLab, eventTimesOf } from '../../src/lab/play/capture.ts';
import { reopenLab } from '../../src/lab/play/reopen.ts';
import { Run } from '../../src/lab/play/run.ts';
import { travelTo } from '../../src/lab/play/travel.ts';
import { Member } from '../../src/node/member.ts';
import { decodeLab, encodeLab } from '../../src/saved/format.ts';
import { fragmentOf, labOfFragment } from '../../src/saved/link.ts';
import { foldLog } from '../../src/saved/log/fold.ts';
import { frameOf } from '../../src/saved/log/frames.ts';
import { LogWriter } from '../../src/saved/log/log-writer.ts';
import { encodeRecords } from '../../src/saved/log/records.ts';
import type { OpenableLab, SavedLab } from '../../src/saved/saved-lab.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { NodeHost } from '../../src/sim/node-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { FakeWorker } from '../host/fake-worker.ts';
import { seenAt, wander, type Seen } from './journey.ts';

const view = { panelTab: 'log' };

/** The way of a saved lab from one browser to another. `folded`: the same by its log. */
export type Carry = (saved: SavedLab, run: Run, folded: SavedLab) => OpenableLab;

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
  carry: Carry = (saved) => structuredClone(saved),
  drops?: number,
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
    const log = new Log(run);
    const seen = await wander(run, seed, turns, drops, () => log.write());
    const saved = captureLab(run, view);
    // What was kept of it turn by turn is the whole of it; its waypoints are others, and are compared when it is opened.
    const folded = log.folded();
    expect(withEndsOnly(folded), `seed ${seed}: the log`).toEqual(withEndsOnly(structuredClone(saved)));
    const where = seenAt(run);
    const { run: again, differs } = await reopenLab(carry(saved, run, folded), {
      host: other,
      factory: Member,
    });
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

function withEndsOnly(lab: SavedLab): SavedLab {
  return {
    ...lab,
    branches: lab.branches.map((branch) => ({ ...branch, waypoints: branch.waypoints.slice(-1) })),
  };
}

/** What the keeper would have written, a frame a turn. */
class Log {
  readonly #run: Run;
  readonly #writer = new LogWriter();
  readonly #frames: Uint8Array[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  write(): void {
    const { records, kept } = this.#writer.news(labSource(this.#run, view));
    this.#frames.push(frameOf(this.#frames.length, encodeRecords(records)));
    kept();
  }

  folded(): SavedLab {
    return foldLog(new Uint8Array(Buffer.concat(this.#frames))).lab;
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

/** As the browser keeps it. */
export function byLog(_saved: SavedLab, _run: Run, folded: SavedLab): OpenableLab {
  return folded;
}

/** As a file. */
export function byFile(saved: SavedLab): OpenableLab {
  return decodeLab(encodeLab(saved));
}

/** As a link, which leaves to the replay what it can find out. */
export function byLink(saved: SavedLab, run: Run): OpenableLab {
  return labOfFragment(fragmentOf(saved, eventTimesOf(run)));
}
