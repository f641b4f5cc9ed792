import * as v from 'valibot';
import type { MachineSettings } from '../world/config.ts';
import { parseMachineSettings } from '../world/parse-config.ts';
import { entry, ofNode, settingsText } from './entry.ts';
import { isFields, node } from '../../base/schema.ts';
import { knownMachine, leaderOf, runningMachine } from './known.ts';
import { tell } from './tell.ts';

/** What is asked of members themselves, beside clients' calls. */
export const memberCommands = {
  campaign: entry('campaign', {
    fields: { node },
    check: (world, command) => void runningMachine(world, command.node),
    perform: (world, command) => tell(world, command.node, { type: 'campaign' }),
    isFault: true,
    label: ofNode,
    doc: 'campaign(id): a running node begins an election as if its election timer had ended (raft: MsgHup). Errors: unknownNode, notRunning.',
  }),
  transferLeader: entry('transferLeader', {
    /** at: whom it is said to; absent: the leader. A follower hands it on. */
    fields: { to: node, at: v.exactOptional(node) },
    check: (world, { to, at }) => {
      knownMachine(world, to);
      if (at === undefined) leaderOf(world);
      else runningMachine(world, at);
    },
    perform: (world, { to, at }) => tell(world, at ?? leaderOf(world).id, { type: 'transferLeader', to }),
    isFault: true,
    label: ({ to }) => ({ object: `→ n${to}` }),
    doc: 'transferLeader(to): the leader hands its leadership to that node (raft: MsgTransferLeader). Errors: unknownNode, noLeader.',
  }),
  forgetLeader: entry('forgetLeader', {
    fields: { node },
    check: (world, command) => void runningMachine(world, command.node),
    perform: (world, command) => tell(world, command.node, { type: 'forgetLeader' }),
    isFault: true,
    label: ofNode,
    doc: 'forgetLeader(id): a running follower no longer knows its leader (raft: MsgForgetLeader). Errors: unknownNode, notRunning.',
  }),
  snapshotNow: entry('snapshotNow', {
    fields: { node },
    check: (world, command) => void runningMachine(world, command.node),
    perform: (world, command) => tell(world, command.node, { type: 'snapshotNow' }),
    isFault: true,
    label: ofNode,
    doc: 'snapshotNow(id): a running node takes a snapshot at its applied index, now. Errors: unknownNode, notRunning.',
  }),
  /** Flags of one member, in force from its next start on. */
  configure: entry('configure', {
    fields: { node, settings: v.custom<MachineSettings>(isFields, 'an object of settings') },
    check: (world, command) => {
      const { settings } = knownMachine(world, command.node);
      parseMachineSettings(world.config, settings, command.settings);
    },
    perform: (world, command) => {
      const machine = world.machine(command.node);
      machine.settings = parseMachineSettings(world.config, machine.settings, command.settings);
    },
    isFault: true,
    label: ({ node: id, settings }) => ({ node: id, object: settingsText(settings) }),
    doc: 'configure(id, settings): flags of one member, by the names of the configuration, in force from its next start on. Errors: unknownNode, badConfig (which field, what is allowed).',
  }),
};
