import * as v from 'valibot';
import { msToMicros, type NodeId } from '../../base/flavor.ts';
import { fields, isSet, list, node, number } from '../../base/schema.ts';
import type { LinkDials } from '../../net/link.ts';
import { updateConnections } from '../world/connections.ts';
import { MS_MAX } from '../world/parse-config.ts';
import { computeLookahead, scheduleFlights, type World } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry, ofNode, settingsText, type CommandLabel } from './entry.ts';
import { knownMachine } from './known.ts';

/** Settings of one directed link; absent fields stay as they are. */
const linkSettings = fields({
  latencyMs: v.exactOptional(number(0, MS_MAX)),
  jitterMs: v.exactOptional(number(0, MS_MAX)),
  loss: v.exactOptional(number(0, 1)),
  duplicate: v.exactOptional(number(0, 1)),
  reorder: v.exactOptional(number(0, 1)),
  /** Messages are kept on the link until it is released. */
  hold: v.exactOptional(isSet),
});
export type LinkSettings = Readonly<v.InferOutput<typeof linkSettings>>;

const groups = list(list(node, 'a list of nodes'), 'a list of lists of nodes');
const ends = { from: node, to: node, oneWay: isSet };

/** The network: what is cut, held, slow or lossy. */
export const linkCommands = {
  isolate: entry('isolate', {
    fields: { node },
    check: (world, command) => void knownMachine(world, command.node),
    perform: (world, command) =>
      cutBetween(world, (from, to) => from === command.node || to === command.node),
    isFault: true,
    label: ofNode,
    doc: 'isolate(id): every link of a node is cut, both ways. Errors: unknownNode.',
  }),
  /** Every link between two groups is cut; a member named in no group is a group of its own. */
  partition: entry('partition', {
    fields: { groups },
    check: (world, command) => checkGroups(world, command.groups),
    perform: (world, command) => partition(world, command.groups),
    isFault: true,
    label: (command) => ({ object: command.groups.map((group) => group.join(' ')).join(' | ') }),
    doc: 'partition(groups): every link between two groups is cut, both ways; a node named in no group is a group of its own. Errors: unknownNode, badArgument (named twice).',
  }),
  cut: entry('cut', {
    fields: ends,
    check: (world, command) => checkLink(world, command.from, command.to),
    perform: (world, command) => cutBetween(world, (from, to) => isLink(command, from, to)),
    isFault: true,
    label: linkLabel,
    doc: 'cut(from, to, {oneWay?}): the link is cut, both ways unless oneWay: messages on it are lost. Errors: unknownNode, badArgument (to itself).',
  }),
  uncut: entry('uncut', {
    fields: ends,
    check: (world, command) => checkLink(world, command.from, command.to),
    perform: (world, command) => {
      for (const link of world.bus.links()) {
        if (isLink(command, link.from, link.to)) world.bus.uncut(link.from, link.to);
      }
      updateConnections(world);
    },
    isFault: true,
    label: linkLabel,
    doc: 'By the page: a cut link carries messages again, both ways unless oneWay. Errors: unknownNode, badArgument.',
  }),
  /** Every cut and every hold is gone. */
  heal: entry('heal', {
    fields: {},
    check: () => undefined,
    perform: heal,
    isFault: true,
    label: () => ({}),
    doc: 'heal(): every cut and every hold is gone, on links and on single messages.',
  }),
  link: entry('link', {
    fields: { from: node, to: node, settings: linkSettings },
    check: (world, command) => checkLink(world, command.from, command.to),
    perform: (world, command) => setLink(world, command.from, command.to, command.settings),
    isFault: true,
    label: ({ from, to, settings }) => ({ object: `${from} → ${to} ${settingsText(settings)}` }),
    doc: `link(from, to, {latencyMs?, jitterMs?, loss?, duplicate?, reorder?, hold?}): one direction of a link; times 0 to ${MS_MAX} ms, the others but hold are probabilities from 0 to 1; what is left out stays. Errors: unknownNode, badArgument.`,
  }),
};

function checkLink(world: World, from: NodeId, to: NodeId): void {
  knownMachine(world, from);
  knownMachine(world, to);
  if (from === to) throw new CommandError('badArgument', `node ${from} has no link to itself`);
}

function checkGroups(world: World, given: readonly (readonly NodeId[])[]): void {
  const seen = new Set<NodeId>();
  for (const id of given.flat()) {
    knownMachine(world, id);
    if (seen.has(id)) throw new CommandError('badArgument', `node ${id} is named twice in the groups`);
    seen.add(id);
  }
}

function isLink(
  { from, to, oneWay }: { readonly from: NodeId; readonly to: NodeId; readonly oneWay: boolean },
  linkFrom: NodeId,
  linkTo: NodeId,
): boolean {
  return (linkFrom === from && linkTo === to) || (!oneWay && linkFrom === to && linkTo === from);
}

function cutBetween(world: World, isCut: (from: NodeId, to: NodeId) => boolean): void {
  for (const { from, to, cut } of world.bus.links()) {
    if (!cut && isCut(from, to)) scheduleFlights(world, world.bus.cut(from, to, world.now));
  }
  updateConnections(world);
}

/** The whole network at once: these links are cut, all others carry. */
export function setCuts(world: World, isCut: (from: NodeId, to: NodeId) => boolean): void {
  for (const { from, to } of world.bus.links()) if (!isCut(from, to)) world.bus.uncut(from, to);
  cutBetween(world, isCut);
}

function partition(world: World, given: readonly (readonly NodeId[])[]): void {
  const groupOf = new Map(given.flatMap((group, i) => group.map((id) => [id, i] as const)));
  cutBetween(world, (from, to) => {
    const group = groupOf.get(from);
    return group === undefined || group !== groupOf.get(to);
  });
}

/** Every cut is gone and every hold, on links and on single messages. */
function heal(world: World): void {
  for (const { from, to } of world.bus.links()) {
    world.bus.uncut(from, to);
    scheduleFlights(world, world.bus.releaseLink(from, to, world.now));
  }
  updateConnections(world);
}

function setLink(world: World, from: NodeId, to: NodeId, settings: LinkSettings): void {
  const { latencyMs, jitterMs, loss, duplicate, reorder, hold } = settings;
  const dials: { -readonly [Dial in keyof LinkDials]?: LinkDials[Dial] } = {};
  if (latencyMs !== undefined) dials.latency = msToMicros(latencyMs);
  if (jitterMs !== undefined) dials.jitter = msToMicros(jitterMs);
  if (loss !== undefined) dials.loss = loss;
  if (duplicate !== undefined) dials.duplicate = duplicate;
  if (reorder !== undefined) dials.reorder = reorder;
  world.bus.setDials(from, to, dials);
  world.lookahead = computeLookahead(world);
  if (hold === true) world.bus.holdLink(from, to);
  if (hold === false) scheduleFlights(world, world.bus.releaseLink(from, to, world.now));
  updateConnections(world);
}

function linkLabel({
  from,
  to,
  oneWay,
}: {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly oneWay: boolean;
}): CommandLabel {
  return { object: oneWay ? `${from} → ${to}` : `${from}-${to}` };
}
