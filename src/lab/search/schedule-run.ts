import { encodeUtf8 } from '../../base/utf8.ts';
import type { ModelAction } from '../../model/action.ts';
import { Model } from '../../model/model.ts';
import type { Bounds, ModelSetup } from '../../model/setup.ts';
import type { Message } from '../../raft/message.ts';
import type { Cluster } from '../../sim/cluster.ts';
import { CommandError, type Command } from '../../sim/command/command.ts';
import { enabledActions } from '../../sim/hand/enabled-actions.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import { isPeerMessage } from '../../sim/world/bus-message.ts';
import { settleNow } from './instant.ts';

/** One step of a schedule in a lab: the commands that are it, and the event that it ends with. */
export interface PlayedStep {
  readonly action: ModelAction;
  readonly commands: readonly Command[];
  readonly event: number;
}

/** A schedule as it went in a lab, with what the lab's own checks have found in it. */
export interface PlayedSchedule {
  /** Before the first step: what was under way to disks and stores is done. */
  readonly first: readonly Command[];
  readonly steps: readonly PlayedStep[];
  readonly violations: readonly Violation[];
}

/**
 * A schedule done by hand in a cluster: each action becomes the commands of which it is made there. A message is the one under way that says the same; a write
 * is finished as soon as something waits for it, as in the small world; a client command is a put. Throws a CommandError if the cluster goes
 * another way than the small world: then the schedule means nothing in it.
 */
export async function playSchedule(
  cluster: Cluster,
  setup: ModelSetup,
  actions: readonly ModelAction[],
): Promise<PlayedSchedule> {
  const before = cluster.world.watcher.violations.length;
  const steps: PlayedStep[] = [];
  const player = new Player(cluster, setup);
  await player.finishWork();
  const first = player.commands;
  for (const [i, action] of actions.entries()) {
    player.commands = [];
    await player.play(action, i + 1);
    await player.finishWork();
    steps.push({ action, commands: player.commands, event: cluster.world.events });
  }
  return { first, steps, violations: cluster.world.watcher.violations.slice(before) };
}

/** Nothing is left out: the schedule has been found within bounds before. */
const UNBOUNDED: Bounds = {
  terms: Infinity,
  timeouts: Infinity,
  proposals: 15,
  crashes: Infinity,
  duplicates: Infinity,
  losses: Infinity,
  beats: Infinity,
  reads: 15,
  messages: Infinity,
};

class Player {
  readonly #cluster: Cluster;
  readonly #model: Model;
  #state: Int32Array;
  #puts = 0;
  commands: Command[] = [];

  constructor(cluster: Cluster, setup: ModelSetup) {
    this.#cluster = cluster;
    this.#model = new Model(setup, UNBOUNDED);
    this.#state = this.#model.initial;
  }

  async play(action: ModelAction, number: number): Promise<void> {
    const { world } = this.#cluster;
    const model = this.#model;
    if (model.step(this.#state, 0, model.codeOf(action))) this.#state = model.next.slice(0, model.length);
    switch (action.type) {
      case 'deliver':
      case 'lose': {
        const message = this.#flightOf(action.message, number);
        return this.#act({ type: action.type === 'deliver' ? 'deliver' : 'drop', message });
      }
      case 'copy': {
        const message = this.#flightOf(action.message, number);
        await this.#act({ type: 'duplicate', message });
        return this.#act({ type: 'deliver', message });
      }
      case 'campaign':
        return this.#act({ type: 'elapse', node: action.node });
      case 'beat':
        for (let i = 0; i < world.config.heartbeatTicks; i++)
          await this.#act({ type: 'tick', node: action.node });
        return;
      case 'crash':
        await this.#act({ type: 'kill', node: action.node });
        return this.#act({ type: 'restart', node: action.node });
      case 'write':
        return this.#act({ type: 'finishWrite', node: action.node });
      case 'propose': {
        const value = encodeUtf8(`v${++this.#puts}`);
        return this.#call(action.node, { type: 'put', key: encodeUtf8('searched'), value });
      }
      case 'read':
        return this.#call(action.node, {
          type: 'range',
          key: encodeUtf8('searched'),
          revision: 0,
          consistency: 'linearizable',
        });
      default:
    }
  }

  /** Disks, apply threads and Readys, where somebody would have to pick them: one step of the small world is all of it. */
  async finishWork(): Promise<void> {
    for (;;) {
      const work = enabledActions(this.#cluster.world).find(
        ({ type, node }) =>
          type === 'ready' || type === 'finishApply' || (type === 'finishWrite' && !this.#mayWait(node ?? 0)),
      );
      if (work === undefined) return;
      await this.#act(work.command);
    }
  }

  /** A write of which others have been told already, by a broken rule, waits in the small world until it is chosen, or lost: here as well. */
  #mayWait(node: number): boolean {
    const place = this.#model.nodes.ids.indexOf(node);
    if (place < 0) return false;
    const waiting = this.#cluster.world.machines.get(node)?.image?.view().appendQueue ?? 0;
    return waiting <= this.#model.node(this.#state, 0, place).writes.length;
  }

  #call(node: number, operation: Extract<Command, { type: 'request' }>['operation']): Promise<void> {
    const request = this.#cluster.world.calls.lastId + 1;
    return this.#act({ type: 'request', request, node, operation });
  }

  async #act(command: Command): Promise<void> {
    this.commands.push(command);
    await this.#cluster.act(command);
    await settleNow(this.#cluster);
  }

  #flightOf(message: Message, number: number): number {
    const wanted = sayingOf(message);
    for (const { id, payload } of this.#cluster.world.bus.flights()) {
      if (!isPeerMessage(payload) && sayingOf(payload) === wanted) return id;
    }
    const { type, from, to } = message;
    throw new CommandError(
      'badArgument',
      `step ${number} of the schedule: no such ${type} from ${from} to ${to} is under way in this run, which has gone another way`,
    );
  }
}

/** What a message says, but for what entries hold: a command is another one here, and a read has another number. */
function sayingOf(message: Message): string {
  const { type, from, to, term } = message;
  const said: unknown[] = [type, from, to, String(term)];
  switch (message.type) {
    case 'MsgApp':
      said.push(message.index, String(message.logTerm), message.commit);
      said.push(...message.entries.map((entry) => `${entry.index}/${entry.term}/${entry.type}`));
      break;
    case 'MsgAppResp':
      said.push(message.index, message.reject, message.rejectHint, String(message.logTerm));
      break;
    case 'MsgVote':
    case 'MsgPreVote':
      said.push(message.index, String(message.logTerm), message.context?.length ?? 0);
      break;
    case 'MsgVoteResp':
    case 'MsgPreVoteResp':
      said.push(message.reject);
      break;
    case 'MsgHeartbeat':
      said.push(message.commit);
      break;
    case 'MsgSnap':
      said.push(message.snapshot.index);
      break;
    case 'MsgReadIndexResp':
      said.push(message.index);
      break;
    default:
      break;
  }
  return said.join(' ');
}
