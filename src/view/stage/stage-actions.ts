import { currentConfState, currentLeader } from '../../explain/situation.ts';
import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { Frame, LinkFrame, MessageFrame, NodeFrame } from '../../lab/frame/frame.ts';
import type { Call } from '../../lab/call/call.ts';
import { leaveJoint, memberAdd, memberChange, memberPromote, memberRemove } from '../../lab/call/members.ts';
import type { Command, DiskSettings } from '../../sim/command/command.ts';

export type ActionId =
  | 'kill'
  | 'restart'
  | 'pause'
  | 'resume'
  | 'isolate'
  | 'reconnect'
  | 'campaign'
  | 'alignTimers'
  | 'spreadTimers'
  | 'transfer'
  | 'forgetLeader'
  | 'snapshotNow'
  | 'slowDisk'
  | 'usualDisk'
  | 'stickDisk'
  | 'freeDisk'
  | 'loseDisk'
  | 'forceNewCluster'
  | 'preVoteOn'
  | 'preVoteOff'
  | 'put'
  | 'get'
  | 'faults'
  | 'links'
  | 'addLearner'
  | 'addVoter'
  | 'promote'
  | 'remove'
  | 'replace'
  | 'replaceAndStay'
  | 'leaveJoint'
  | 'deliver'
  | 'hold'
  | 'release'
  | 'duplicate'
  | 'drop'
  | 'cutBoth'
  | 'cutThere'
  | 'cutBack'
  | 'uncut'
  | 'uncutThere'
  | 'uncutBack'
  | 'holdLink'
  | 'releaseLink'
  | 'slowLink'
  | 'usualSpeed'
  | 'lossyLink'
  | 'usualLoss'
  | 'overtakingLink'
  | 'orderedLink';

/** Something a person may do to what they clicked, that would do something now. `id` names its words in the catalogue. */
export type StageAction = { readonly id: ActionId; readonly danger?: boolean } & (
  | { readonly type: 'commands'; readonly commands: readonly Command[] }
  | { readonly type: 'call'; readonly call: Call }
  /** Opens the form for a client's call at this node. */
  | { readonly type: 'form'; readonly form: 'put' | 'get'; readonly node: NodeId }
  /** Opens the choice among its links. */
  | { readonly type: 'links'; readonly node: NodeId }
  /** Opens everything that may befall it. */
  | { readonly type: 'faults'; readonly node: NodeId }
);

const SLOW_FACTOR = 10;
const LOSSY = 0.3;
/** The share of messages that others overtake, on a link made so. */
const OVERTAKEN = 0.3;

function command(id: ActionId, command: Command, danger = false): StageAction {
  return { id, type: 'commands', commands: [command], danger };
}

export function nodeActions(frame: Frame, id: NodeId): readonly StageAction[] {
  const node = frame.nodes.find((each) => each.id === id);
  if (!node) return [];
  const links: readonly StageAction[] =
    frame.nodes.length > 1 ? [{ id: 'links', type: 'links', node: id }] : [];
  if (node.status === 'killed') {
    return [
      command('restart', { type: 'restart', node: id }),
      ...(hasDisk(node) ? withDisk(node) : []),
      preVote(frame, node),
      ...links,
      faultsOf(id),
    ];
  }
  const actions: StageAction[] = [command('kill', { type: 'kill', node: id }, true)];
  if (node.status === 'paused')
    return [command('resume', { type: 'resume', node: id }), ...actions, ...links, faultsOf(id)];
  actions.push(command('pause', { type: 'pause', node: id }), ...isolation(frame, id), ...links);
  const view = node.view;
  if (!view) return actions;
  const leader = currentLeader(frame.nodes);
  if (node.member === 'voter' && view.state !== 'StateLeader') {
    actions.push(command('campaign', { type: 'campaign', node: id }));
    if (hasTimers(frame))
      actions.push(
        command('alignTimers', { type: 'alignTimers' }),
        command('spreadTimers', { type: 'spreadTimers' }),
      );
    if (leader && leader.leadTransferee !== id)
      actions.push(command('transfer', { type: 'transferLeader', to: id }));
  }
  if (view.state === 'StateFollower' && view.lead !== 0)
    actions.push(command('forgetLeader', { type: 'forgetLeader', node: id }));
  if (view.applied > view.snapshotIndex)
    actions.push(command('snapshotNow', { type: 'snapshotNow', node: id }));
  actions.push(...diskActions(frame, node), faultsOf(id), preVote(frame, node));
  actions.push(
    { id: 'put', type: 'form', form: 'put', node: id },
    { id: 'get', type: 'form', form: 'get', node: id },
  );
  return leader ? [...actions, ...membership(frame, id, node.member)] : actions;
}

function faultsOf(node: NodeId): StageAction {
  return { id: 'faults', type: 'faults', node };
}

/** Two voters at least may ask for votes. */
function hasTimers({ nodes }: Frame): boolean {
  const may = nodes.filter(
    ({ member, status, view }) => member === 'voter' && status === 'up' && view?.state !== 'StateLeader',
  );
  return may.length >= 2;
}

/** What a killed machine's disk can be made of. */
function withDisk({ id, member, removed }: NodeFrame): readonly StageAction[] {
  const lose = command('loseDisk', { type: 'loseDisk', node: id }, true);
  return member !== 'voter' || removed
    ? [lose]
    : [command('forceNewCluster', { type: 'forceNewCluster', node: id }, true), lose];
}

function hasDisk({ disk }: NodeFrame): boolean {
  return disk !== undefined && (disk.last > 0 || disk.snapshot > 0 || Number(disk.term) > 0);
}

/** Milliseconds of a sync on a disk made slow, at the least. */
const SLOW_FSYNC_MS = 200;

function diskActions({ config }: Frame, { id, fsync, diskStuck }: NodeFrame): readonly StageAction[] {
  const usual = config.fsyncMs;
  const slow = Math.max(SLOW_FSYNC_MS, usual * SLOW_FACTOR);
  const set = (action: ActionId, settings: DiskSettings, danger = false) =>
    command(action, { type: 'disk', node: id, settings }, danger);
  return [
    fsync > usual * 1000 ? set('usualDisk', { fsyncMs: usual }) : set('slowDisk', { fsyncMs: slow }),
    diskStuck ? set('freeDisk', { stuck: false }) : set('stickDisk', { stuck: true }, true),
  ];
}

/** Flags are read at the start: the member goes down and comes up with the other one. */
function preVote({ config }: Frame, { id, status, settings }: NodeFrame): StageAction {
  const on = !(settings.preVote ?? config.preVote);
  const commands: Command[] = [{ type: 'configure', node: id, settings: { preVote: on } }];
  if (status !== 'killed') commands.push({ type: 'kill', node: id });
  commands.push({ type: 'restart', node: id });
  return { id: on ? 'preVoteOn' : 'preVoteOff', type: 'commands', commands };
}

function isolation(frame: Frame, id: NodeId): readonly StageAction[] {
  const own = frame.links.filter((link) => link.from === id || link.to === id);
  const actions: StageAction[] = [];
  if (own.some((link) => !link.cut)) actions.push(command('isolate', { type: 'isolate', node: id }));
  const cut = own.filter((link) => link.cut);
  if (cut.length > 0) {
    actions.push({
      id: 'reconnect',
      type: 'commands',
      commands: cut.map((link) => ({ type: 'uncut', from: link.from, to: link.to, oneWay: true })),
    });
  }
  return actions;
}

function membership(frame: Frame, id: NodeId, member: 'voter' | 'learner' | 'none'): readonly StageAction[] {
  const voters = frame.nodes.filter((node) => node.member === 'voter').length;
  switch (member) {
    case 'none':
      return [
        { id: 'addLearner', type: 'call', call: { operation: memberAdd(id, true) } },
        { id: 'addVoter', type: 'call', call: { operation: memberAdd(id) } },
      ];
    case 'learner':
      return [{ id: 'promote', type: 'call', call: { operation: memberPromote(id) } }, removing(id)];
    case 'voter':
      return voters > 1 ? [...replacing(frame, id), removing(id)] : replacing(frame, id);
    default:
      return unreachable(member);
  }
}

function removing(id: NodeId): StageAction {
  return { id: 'remove', type: 'call', call: { operation: memberRemove(id) }, danger: true };
}

/** In place of a voter a machine that waits to become a member, both in one joint change; or out of such a change. */
function replacing(frame: Frame, id: NodeId): readonly StageAction[] {
  const conf = currentConfState(frame.nodes);
  if (conf !== undefined && conf.votersOutgoing.length > 0) {
    return conf.autoLeave ? [] : [{ id: 'leaveJoint', type: 'call', call: { operation: leaveJoint() } }];
  }
  const newcomer = frame.nodes.find((node) => node.member === 'none' && node.status === 'up');
  if (newcomer === undefined) return [];
  const changes = [
    { type: 'voter', member: newcomer.id },
    { type: 'remove', member: id },
  ] as const;
  return [
    { id: 'replace', type: 'call', call: { operation: memberChange(changes) } },
    {
      id: 'replaceAndStay',
      type: 'call',
      call: { operation: memberChange(changes, 'explicit') },
    },
  ];
}

export function messageActions(message: MessageFrame): readonly StageAction[] {
  const { id } = message;
  const deliver = command('deliver', { type: 'deliver', message: id });
  const duplicate = command('duplicate', { type: 'duplicate', message: id });
  const drop = command('drop', { type: 'drop', message: id }, true);
  switch (message.fate) {
    case 'flying':
      return [deliver, command('hold', { type: 'hold', message: id }), duplicate, drop];
    case 'held':
      return [deliver, command('release', { type: 'release', message: id }), duplicate, drop];
    case 'doomed':
      // It is lost already, and only not gone yet: nothing would change that.
      return [];
    default:
      return unreachable(message.fate);
  }
}

/** For the link between a and b, both directions. */
export function linkActions(frame: Frame, a: NodeId, b: NodeId): readonly StageAction[] {
  const there = frame.links.find((link) => link.from === a && link.to === b);
  const back = frame.links.find((link) => link.from === b && link.to === a);
  if (!there || !back) return [];
  const actions: StageAction[] = [];
  if (!there.cut || !back.cut)
    actions.push(command('cutBoth', { type: 'cut', from: a, to: b, oneWay: false }, true));
  if (!there.cut && !back.cut) {
    actions.push(command('cutThere', { type: 'cut', from: a, to: b, oneWay: true }, true));
    actions.push(command('cutBack', { type: 'cut', from: b, to: a, oneWay: true }, true));
  }
  if (there.cut || back.cut) actions.push(command('uncut', { type: 'uncut', from: a, to: b, oneWay: false }));
  if (there.cut && back.cut) {
    actions.push(command('uncutThere', { type: 'uncut', from: a, to: b, oneWay: true }));
    actions.push(command('uncutBack', { type: 'uncut', from: b, to: a, oneWay: true }));
  }
  actions.push(
    bothWays('holdLink', 'releaseLink', there, back, (link) => link.held, { hold: true }, { hold: false }),
  );
  const { latencyMs, loss, reorder } = frame.config;
  actions.push(
    bothWays(
      'slowLink',
      'usualSpeed',
      there,
      back,
      (link) => link.latency > latencyMs * 1000,
      { latencyMs: Math.max(1, latencyMs) * SLOW_FACTOR },
      { latencyMs },
    ),
    bothWays('lossyLink', 'usualLoss', there, back, (link) => link.loss > loss, { loss: LOSSY }, { loss }),
    bothWays(
      'overtakingLink',
      'orderedLink',
      there,
      back,
      (link) => link.reorder > reorder,
      { reorder: OVERTAKEN },
      { reorder },
    ),
  );
  return actions;
}

function bothWays(
  on: ActionId,
  off: ActionId,
  there: LinkFrame,
  back: LinkFrame,
  isOn: (link: LinkFrame) => boolean,
  set: Extract<Command, { type: 'link' }>['settings'],
  unset: Extract<Command, { type: 'link' }>['settings'],
): StageAction {
  const active = isOn(there) || isOn(back);
  return {
    id: active ? off : on,
    type: 'commands',
    commands: [there, back].map(({ from, to }) => ({
      type: 'link',
      from,
      to,
      settings: active ? unset : set,
    })),
  };
}
