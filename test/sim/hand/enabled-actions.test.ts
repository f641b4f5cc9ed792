import { describe, expect, it } from 'vitest';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { checkCommand } from '../../../src/sim/command/check-command.ts';
import { CommandError } from '../../../src/sim/command/command.ts';
import { enabledActions } from '../../../src/sim/hand/enabled-actions.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { Journal, WorldEvent } from '../../../src/sim/record/world-event.ts';
import { settleNow, somewhere } from './random-hand.ts';
import { universe } from './universe.ts';

/** All that could tell that something has changed. */
const stateOf = ({ world }: Cluster): unknown => [
  world.hash.hex(),
  world.now,
  world.events,
  [...world.bus.flights()],
  world.due.size,
  world.due.parked(),
  [...world.machines.values()].map(({ disk, ...machine }) => [machine, disk.queue]),
];

const cloneOf = (cluster: Cluster, journal?: Journal): Cluster => {
  const host = new InProcessHost(Member);
  host.restore(cluster.members());
  return new Cluster(cluster.world.clone(), host, journal);
};

/** After which tick, of those that happened, the election timer ended: the member was told to campaign or to check its quorum. */
function timerEnds(events: readonly WorldEvent[]): number[] {
  const ticks = events.filter(({ type }) => type === 'tick');
  return ticks.flatMap(({ output }, i) =>
    output?.trace.some(
      (each) =>
        each.type === 'localMessage' &&
        (each.messageType === 'MsgHup' || each.messageType === 'MsgCheckQuorum'),
    )
      ? [i + 1]
      : [],
  );
}

describe('what may happen next, by hand', () => {
  it('is accepted, and nothing else is, whatever state the run is in', async () => {
    const refusals = new Set<string>();
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 40; seed++) {
      const cluster = await somewhere(seed);
      const { world } = cluster;
      const actions = enabledActions(world);
      expect(new Set(actions.map(({ id }) => id)).size, `seed ${seed}: ids`).toBe(actions.length);
      const enabled = new Set(actions.map(({ command }) => JSON.stringify(command)));
      const before = stateOf(cluster);
      for (const command of universe(world)) {
        const text = JSON.stringify(command);
        let refusal: unknown;
        try {
          checkCommand(world, command);
        } catch (error) {
          refusal = error;
        }
        expect(refusal === undefined, `seed ${seed}: ${text} ${String(refusal)}`).toBe(enabled.delete(text));
        if (refusal === undefined) continue;
        expect(refusal, `seed ${seed}: ${text}`).toBeInstanceOf(CommandError);
        refusals.add((refusal as CommandError).code);
        await expect(cluster.act(command)).rejects.toThrow((refusal as CommandError).message);
      }
      expect([...enabled], `seed ${seed}: enabled, but no command that there could be`).toEqual([]);
      expect(stateOf(cluster), `seed ${seed}: a refusal changes nothing`).toEqual(before);
      for (const action of actions) {
        const events: WorldEvent[] = [];
        const copy = cloneOf(cluster, { append: (event) => events.push(event) });
        await copy.act(action.command);
        await settleNow(copy);
        if (action.type === 'elapse') {
          expect(timerEnds(events), `seed ${seed}: ${action.id}`).toEqual([action.label.values['ticks']]);
        }
        expect(copy.world.now, `seed ${seed}: ${action.id}`).toBe(world.now);
        // Who falls by a disk that was broken falls as it should (broken-machines.test.ts).
        const crashed = [...copy.world.machines.values()].flatMap(({ crashed: reason }) =>
          reason === undefined || /^(?:Fatal|StorageError): /u.test(reason) ? [] : [reason],
        );
        expect(crashed, `seed ${seed}: ${action.id}`).toEqual([]);
        expect(copy.world.watcher.violations, `seed ${seed}: ${action.id}`).toEqual([]);
        kinds.add(action.type);
      }
      expect(stateOf(cluster), `seed ${seed}: a clone's future is its own`).toEqual(before);
    }
    expect([...kinds].sort()).toEqual([
      'clientStep',
      'deliver',
      'drop',
      'duplicate',
      'elapse',
      'finishApply',
      'finishWrite',
      'kill',
      'ready',
      'report',
      'restart',
      'resume',
      'tick',
      'timeout',
    ]);
    expect([...refusals].sort()).toEqual([
      'alreadyRunning',
      'badArgument',
      'byHand',
      'diskStuck',
      'messageGone',
      'notPaused',
      'notRunning',
      'nothingThere',
      'onlyLost',
      'standsStill',
      'unknownClient',
      'unknownNode',
    ]);
  });
});
