import { inspect } from 'node:util';
import { expect } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { preview, type Preview } from '../../src/lab/debug/preview.ts';
import { Run } from '../../src/lab/play/run.ts';
import { memberDiff } from '../../src/node/report/member-diff.ts';
import { Member } from '../../src/node/member.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { enabledActions } from '../../src/sim/hand/enabled-actions.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { World } from '../../src/sim/world/world.ts';
import { drawCommand } from '../sim/random-commands.ts';
import { configOf } from '../sim/hand/random-hand.ts';

export const begin = (seed: number): Promise<Run> =>
  Run.begin(configOf(seed), new InProcessHost(Member), Member);

/** What a run is in the end, by what somebody outside can tell. */
const views = (run: Run) =>
  new Map(
    [...run.cluster.world.machines.values()].map(({ id, status, image }) => [
      id,
      { status, view: image?.view(), log: image?.entries(1, Infinity) },
    ]),
  );

/** The first message under way says another term, as far as it has one. */
function forgery(world: World): Command {
  const [flight] = [...world.bus.flights()];
  return { type: 'forge', message: flight?.id ?? 0, fields: { term: Number(flight?.payload.term) + 1 } };
}

/** Does it in the run itself, and holds what has become of it against what was said. */
export async function heldAgainst(run: Run, command: Command, said: Preview, where: string): Promise<void> {
  const before = views(run);
  const flights = [...run.cluster.world.bus.flights()];
  const violations = run.cluster.world.watcher.violations.length;
  const events: WorldEvent[] = [];
  run.listen((event) => events.push(event));
  await run.act(command, () => undefined);
  run.listen(undefined);
  const after = views(run);
  const { world } = run.cluster;
  expect(said.events, where).toBe(events.length);
  expect(
    said.sent.map(({ id, type, from, to }) => [id, type, from, to]),
    `${where}: messages that leave`,
  ).toEqual(
    events.flatMap(({ sent }) => sent.map(({ id, from, to, payload }) => [id, payload.type, from, to])),
  );
  expect(
    said.ended.map(({ id, end }) => [id, end]),
    `${where}: messages that are over`,
  ).toEqual(events.flatMap(({ ended }) => ended.map(({ message, end }) => [message, end])));
  expect(
    said.fates.map(({ id, fate }) => [id, fate]),
    `${where}: messages held, released, doomed`,
  ).toEqual(
    flights.flatMap(({ id, fate }) => {
      const now = world.bus.flight(id)?.fate;
      return now === undefined || now === fate ? [] : [[id, now]];
    }),
  );
  expect(said.calls, where).toEqual(events.flatMap(({ calls }) => calls));
  expect(said.violations, where).toEqual(world.watcher.violations.slice(violations));
  for (const [node, now] of after) {
    const was = before.get(node);
    const told = said.nodes.find((each) => each.node === node);
    const fields =
      was?.view === undefined || now.view === undefined ? undefined : memberDiff(was.view, now.view);
    const status = told?.fields.find(({ field }) => field === 'status');
    expect(status?.after, `${where}: n${node}`).toBe(was?.status === now.status ? undefined : now.status);
    if (fields !== undefined && was?.status !== 'killed') {
      expect(told?.fields.filter(({ field }) => field !== 'status') ?? [], `${where}: n${node}`).toEqual(
        fields,
      );
    }
    // A log of somebody who knows nothing of what was said: place by place.
    const changes: unknown[] = [];
    if (was?.log !== undefined && now.log !== undefined && was.status !== 'killed') {
      const [old, own] = [was.log, now.log].map((log) => new Map(log.map((entry) => [entry.index, entry])));
      const first = Math.max(was.view?.first ?? 1, now.view?.first ?? 1);
      for (let index = first; index <= Math.max(was.view?.last ?? 0, now.view?.last ?? 0); index++) {
        const [a, b] = [old?.get(index), own?.get(index)];
        if (JSON.stringify(a) !== JSON.stringify(b)) changes.push({ index, before: a, after: b });
      }
      expect(told?.entries ?? [], `${where}: log of n${node}`).toEqual(changes.slice(0, 20));
      expect(told?.moreEntries ?? 0, where).toBe(Math.max(0, changes.length - 20));
    }
  }
}

/** Runs of these seeds, in which every step is foretold. Gives the kinds of commands that were. */
export async function checkPreviews(first: number, last: number): Promise<ReadonlySet<string>> {
  const kinds = new Set<string>();
  for (let seed = first; seed <= last; seed++) {
    const run = await begin(seed);
    const dice = makeDice(seed, 'preview');
    for (let i = 0; i < 30; i++) {
      const { world } = run.cluster;
      const actions = enabledActions(world);
      const action = actions[drawInt(dice, 0, Math.max(0, actions.length - 1))];
      const ask =
        i === 10
          ? ({ type: 'byHand', on: true } as const)
          : i === 27
            ? ({ type: 'byHand', on: false } as const)
            : i % 5 === 4 && world.bus.inFlight > 0
              ? forgery(world)
              : i % 4 === 3 || action === undefined
                ? drawCommand(dice, world)
                : action.id;
      const command = typeof ask === 'string' && action !== undefined ? action.command : (ask as Command);
      const where = `seed ${seed}, step ${i}: ${inspect(command)}`;
      const hash = world.hash.hex();
      let said: Preview | undefined;
      let refused: unknown;
      try {
        said = await preview(run, ask);
      } catch (error) {
        refused = error;
      }
      expect([world.hash.hex(), run.history.events.last], `${where}: nothing has happened`).toEqual([
        hash,
        world.events,
      ]);
      if (said === undefined) {
        expect(refused, where).toBeInstanceOf(CommandError);
        await expect(
          run.act(command, () => undefined),
          where,
        ).rejects.toThrow((refused as CommandError).message);
      } else {
        kinds.add(command.type);
        await heldAgainst(run, command, said, where);
      }
      if (!run.cluster.world.byHand) await run.advance(run.cluster.world.now + 40_000);
    }
  }
  return kinds;
}
