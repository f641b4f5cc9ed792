import { describe, expect, it } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { beginsToHold, type Compiled } from '../../src/expression/compile.ts';
import { conditionOf, ConditionFollower } from '../../src/lab/debug/condition.ts';
import { Hits } from '../../src/lab/debug/record-search.ts';
import { Run } from '../../src/lab/play/run.ts';
import { Member } from '../../src/node/member.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { BusMessage } from '../../src/sim/world/bus-message.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawCommand } from '../sim/random-commands.ts';

/** Of every sort: facts, messages, stores, clients, rules, memory, lists; and those of the issue that asked for them. */
const conditions = [
  'node(3).role == leader && term(3) >= 2',
  'message.type == MsgAppResp && message.reject',
  'commit(2) >= 5',
  'key("k3").modRevision > 4',
  'key("k5").value contains "1"',
  'client("c1").last.status == ok',
  'client("c2").pending > 0',
  'violation',
  'violation("QuorumDurability")',
  'leader == none',
  'leader == 2',
  'any(n in nodes, n.role == candidate)',
  'all(n in nodes, n.commit >= 3)',
  'count(n in nodes, n.status == up) < 2',
  'changed(node(1).role)',
  'was(term(2)) < term(2)',
  'count(message.type == MsgVoteResp && message.reject) >= 2',
  'message.type == MsgVote && message.term > 3',
  'message.type == MsgApp && message.entries.count > 0',
  'message.type == MsgHeartbeat && message.commit >= 4',
  'message.index > 6 || commit(1) == 7',
  'rule("isUpToDate")',
  'decided("voteRejected")',
  'event.type == tick && node(event.node).role == leader',
  'node(1).log(3).term == 1',
  'time > 3000',
  'node(1).progress(2).match >= 4',
  'event.command == "kill"',
  'call(3).status == ok',
  'messages.count > 4',
  'message.hint > 0',
  'message.hint >= 2 && message.from == 2',
  'message.type == MsgAppResp && message.logTerm >= 1',
  'message.entries.count >= 2',
  'any(e in message.entries, e.index == 5)',
  'any(e in message.entries, e.kind == put) && message.to == 3 && message.term >= 2',
  'message.commit >= 5 && message.type == MsgApp && term(2) >= 2',
  'message.context != "" && message.type == MsgVote',
  '!(message.commit < 3 || node(3).role != leader)',
];

/** Conditions of which the indexes know a part: only events of which the rest has to be known are replayed. */
const partlyKnown: Readonly<Record<string, (event: WorldEvent) => boolean>> = {
  'message.entries.count >= 2': () => false,
  'message.hint > 0': (event) => messageOf(event)?.type === 'MsgAppResp' && isRefusal(event),
  'message.hint >= 2 && message.from == 2': (event) => isRefusal(event) && messageOf(event)?.from === 2,
  'any(e in message.entries, e.kind == put) && message.to == 3 && message.term >= 2': (event) =>
    event.node === 3 && ['MsgApp', 'MsgReadIndexResp'].includes(messageOf(event)?.type ?? ''),
  'message.context != "" && message.type == MsgVote': (event) => messageOf(event)?.type === 'MsgVote',
};

function messageOf({ input }: WorldEvent): BusMessage | undefined {
  return input?.type === 'message' ? input.message : undefined;
}

/** What message it is about, no index keeps: it had waited in an inbox, or a command made a member decide something. */
function isUnknown({ input, message, command, output }: WorldEvent): boolean {
  const hadWaited = message === 0 && (input?.type === 'message' || input?.type === 'peer');
  return hadWaited || (command !== undefined && (output?.trace.length ?? 0) > 0);
}

function isRefusal(event: WorldEvent): boolean {
  const message = messageOf(event);
  return message !== undefined && 'reject' in message && message.reject;
}

describe('a condition', () => {
  for (const seed of [61, 62])
    it(`begins to hold at the same events of the past, found by the indexes, as asked of every step as it happened (seed ${seed})`, async () => {
      const asked = conditions.map((text) => new Asked(text));
      const { run, heard } = await randomRun(
        { nodes: 3, seed, brokenRules: seed === 62 ? ['commitByHalf'] : [] },
        asked,
      );
      const { last } = run.history.events;
      const seen: string[] = [];
      for (const { text, condition, hits, followed } of asked) {
        expect(followed, `seed ${seed}: ${text}, followed`).toEqual(hits);
        const found = await Hits.of(run, condition);
        let replayed = 0;
        const rest = async (progress?: number): Promise<void> => {
          // Between two events that the indexes answer it is told how far the search has come; after a replay it is not.
          if (progress === undefined) replayed++;
        };
        // In two pieces: the second goes on where the first has ended.
        await found.findUpTo(Math.floor(last / 2), rest);
        await found.findUpTo(last, rest);
        const all = Array.from({ length: found.events.length }, (_, i) => found.events.at(i));
        expect(all, `seed ${seed}: ${text}`).toEqual(hits);
        if (hits.length > 0) seen.push(text);
        const mayReplay = partlyKnown[text];
        if (mayReplay === undefined) continue;
        const most = heard.filter((event) => mayReplay(event) || isUnknown(event));
        expect(replayed, `seed ${seed}: ${text}: steps replayed`).toBeLessThanOrEqual(most.length);
      }
      expect(seen.length, seen.join('\n')).toBeGreaterThan(20);
    });
});

/** A condition that is asked of every step, none passed over; and one that passes over what cannot matter. */
class Asked {
  readonly text: string;
  readonly condition: Compiled;
  readonly hits: number[] = [];
  readonly followed: number[] = [];
  readonly #memory;
  #before: unknown;
  #follower: ConditionFollower | undefined;

  constructor(text: string) {
    this.text = text;
    this.condition = conditionOf('test', text);
    this.#memory = this.condition.newMemory();
  }

  begin(run: Run): void {
    const { world } = run.live;
    this.#before = this.condition.evaluate({ event: undefined, world }, this.#memory);
    this.#follower = new ConditionFollower(this.condition, world);
  }

  look(event: WorldEvent, run: Run): void {
    const { world } = run.live;
    const now = this.condition.evaluate({ event, world }, this.#memory);
    if (beginsToHold(this.condition, this.#before as never, now)) this.hits.push(event.number);
    this.#before = now;
    if (this.#follower?.look(event, world) === true) this.followed.push(event.number);
  }
}

async function randomRun(
  config: Partial<LabConfig> & { readonly seed: number },
  asked: readonly Asked[],
): Promise<{ readonly run: Run; readonly heard: readonly WorldEvent[] }> {
  const run = await Run.begin(parseConfig(config), new InProcessHost(Member), Member);
  for (const each of asked) each.begin(run);
  const heard: WorldEvent[] = [];
  run.listen((event) => {
    heard.push(event);
    for (const each of asked) each.look(event, run);
  });
  const dice = makeDice(config.seed, 'conditions');
  await run.advance(1_500_000);
  for (let i = 0; i < 250; i++) {
    await run.advance(run.cluster.world.now + drawInt(dice, 0, 100_000));
    try {
      await run.act(drawCommand(dice, run.cluster.world), () => undefined);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  return { run, heard };
}
