import type { NodeId } from '../../base/flavor.ts';
import type { ClientEvent } from '../../client/effect.ts';
import type { Flight } from '../../net/flight.ts';
import type { Command } from '../command/command.ts';
import type { BusMessage } from '../world/bus-message.ts';
import type { Due } from '../world/due-queue.ts';
import { LIVES_MAX, type Machine } from '../world/machine.ts';
import type { World } from '../world/world.ts';
import { ticksToElection } from './elapse.ts';
import { whyOnlyLost } from './message.ts';
import { isForClient, isReport, isWork, waiting, type ReportItem } from './waiting.ts';

/** What kind of thing happens; a command of the same name makes it happen. */
export type ActionType =
  | 'deliver'
  | 'drop'
  | 'duplicate'
  | 'finishWrite'
  | 'finishApply'
  | 'ready'
  | 'tick'
  | 'elapse'
  | 'report'
  | 'clientStep'
  | 'timeout'
  | 'kill'
  | 'restart'
  | 'resume';

/** What an action is called: a text of the catalogues by its key, and what stands in it. */
export interface ActionLabel {
  readonly key: ActionKey;
  readonly values: Readonly<Record<string, string | number>>;
}

/**
 * An action's type, or, where a type means several things, which of them: a message that is lost by itself or finds
 * nobody, a report of a snapshot that has arrived or not, or of a peer that is not reached; what comes for a client.
 */
export type ActionKey =
  | Exclude<ActionType, 'report' | 'clientStep'>
  | 'findNobody'
  | 'snapshotArrived'
  | 'snapshotFailed'
  | 'unreachable'
  | 'clientStarts'
  | 'clientAnswer'
  | 'clientStream'
  | 'clientTimer'
  | 'clientTold';

/** One thing that may happen next. Plain data. */
export interface Action {
  /** The same as long as it is the same thing: `deliver:17`, `tick:2`, `clientStep:shop`. */
  readonly id: string;
  readonly type: ActionType;
  readonly label: ActionLabel;
  readonly command: Command;
  /** The member to which it happens, or the machine; absent for what happens on a link or to a client program. */
  readonly node?: NodeId;
  readonly message?: number;
  readonly from?: NodeId;
  readonly to?: NodeId;
  readonly client?: string;
  readonly request?: number;
}

/**
 * Everything that may happen next by hand, in a steady order: messages by their numbers, then machine by machine, then
 * what clients' calls and programs wait for. Nothing while time goes by itself. `checkCommand` accepts the command of
 * each, and no other that an action could have.
 */
export function enabledActions(world: World): Action[] {
  if (!world.byHand) return [];
  const items = waiting(world);
  return [
    ...[...world.bus.flights()].flatMap((flight) => actionsOfMessage(world, flight)),
    ...[...world.machines.values()].flatMap((machine) => actionsOfMachine(world, machine, items)),
    ...actionsOfClients(world, items),
  ];
}

/** The action with this id, if it may happen now. */
export function enabledAction(world: World, id: string): Action | undefined {
  return enabledActions(world).find((action) => action.id === id);
}

function actionsOfMessage(world: World, flight: Flight<BusMessage>): Action[] {
  const { id: message, from, to, payload } = flight;
  const values = { id: message, type: payload.type, from, to };
  const action = (type: 'deliver' | 'drop' | 'duplicate', key: ActionKey): Action => ({
    id: `${type}:${message}`,
    type,
    label: { key, values },
    command: { type, message },
    message,
    from,
    to,
  });
  const why = whyOnlyLost(world, flight);
  const drop = action('drop', why === 'down' || why === 'former' ? 'findNobody' : 'drop');
  if (why === 'cut' || why === 'former') return [drop];
  const copy = action('duplicate', 'duplicate');
  return why === 'down' ? [drop, copy] : [action('deliver', 'deliver'), drop, copy];
}

function actionsOfMachine(world: World, machine: Machine, items: readonly Due[]): Action[] {
  const { id: node, status, life } = machine;
  const action = (
    type: 'finishWrite' | 'finishApply' | 'ready' | 'tick' | 'elapse' | 'kill' | 'restart' | 'resume',
    values: ActionLabel['values'] = {},
  ): Action => ({
    id: `${type}:${node}`,
    type,
    label: { key: type, values: { node, ...values } },
    command: { type, node },
    node,
  });
  if (status === 'killed') return life + 1 < LIVES_MAX ? [action('restart')] : [];
  const found: Action[] = [];
  if (items.some((item) => isWork(item, 'writeDone', node))) found.push(action('finishWrite'));
  if (status === 'paused') return [...found, action('resume'), action('kill')];
  const work = items.some((item) => isWork(item, 'applyDone', node)) ? machine.applies[0]?.work : undefined;
  if (work !== undefined) found.push(action('finishApply', { first: work.first, last: work.last }));
  if (world.config.readyByHand && machine.image?.view().hasReady === true) found.push(action('ready'));
  found.push(...actionsOfTransport(node, items), action('tick'));
  const ticks = ticksToElection(machine);
  if (ticks !== undefined) found.push(action('elapse', { ticks }));
  found.push(action('kill'));
  return found;
}

function actionsOfTransport(node: NodeId, items: readonly Due[]): Action[] {
  return items.flatMap((item): Action[] => {
    if (!isReport(item) || item.node !== node) return [];
    const { input, seq: report } = item;
    return [
      {
        id: `report:${report}`,
        type: 'report',
        label: { key: keyOfReport(input), values: { node, peer: input.peer } },
        command: { type: 'report', report },
        node,
      },
    ];
  });
}

function keyOfReport(input: ReportItem['input']): ActionKey {
  if (input.type === 'unreachable') return 'unreachable';
  return input.ok ? 'snapshotArrived' : 'snapshotFailed';
}

function actionsOfClients(world: World, items: readonly Due[]): Action[] {
  const found: Action[] = [];
  for (const { name: client, status } of world.clients.all()) {
    const next = status === 'running' ? items.find((item) => isForClient(item, client)) : undefined;
    if (next?.type !== 'client') continue;
    found.push({
      id: `clientStep:${client}`,
      type: 'clientStep',
      label: { key: keysOfClientEvents[next.event.type], values: { client } },
      command: { type: 'clientStep', client },
      client,
    });
  }
  for (const item of items) {
    if (item.type !== 'timeout') continue;
    const { request } = item;
    found.push({
      id: `timeout:${request}`,
      type: 'timeout',
      label: { key: 'timeout', values: { request, node: world.calls.pendingCall(request)?.node ?? 0 } },
      command: { type: 'timeout', request },
      request,
    });
  }
  return found;
}

const keysOfClientEvents: Readonly<Record<ClientEvent['type'], ActionKey>> = {
  start: 'clientStarts',
  answer: 'clientAnswer',
  stream: 'clientStream',
  streamEnded: 'clientStream',
  timer: 'clientTimer',
  instructed: 'clientTold',
  reply: 'clientAnswer',
  streamed: 'clientStream',
  httpHead: 'clientAnswer',
  httpBody: 'clientAnswer',
  httpEnd: 'clientAnswer',
  acted: 'clientAnswer',
};
