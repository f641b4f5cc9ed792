import type { NodeId } from '../base/flavor.ts';
import type { Command } from '../sim/command/command.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { HandStep } from './hand-step.ts';

interface Attempt {
  readonly config: LabConfig;
  readonly steps: readonly HandStep[];
}

/**
 * The same without this node: what is about it alone is left out, and those above it have the numbers below theirs. Undefined: there
 * would be nobody left, or its machines are named one by one.
 */
export function withoutNode(from: Attempt | undefined, node: NodeId): Attempt | undefined {
  if (from === undefined) return undefined;
  const { config, steps } = from;
  const { nodes, learners, layout, drawing, members, machineSettings } = config;
  if (layout !== undefined || drawing !== undefined || members !== undefined || machineSettings !== undefined)
    return undefined;
  const isVoter = node <= nodes;
  if (isVoter && nodes === 1) return undefined;
  const rename = (id: NodeId): NodeId => (id > node ? id - 1 : id);
  return {
    config: { ...config, ...(isVoter ? { nodes: nodes - 1 } : { learners: learners - 1 }) },
    steps: steps.flatMap((step) => stepWithout(step, node, rename)),
  };
}

type Rename = (id: NodeId) => NodeId;

function stepWithout(step: HandStep, gone: NodeId, rename: Rename): HandStep[] {
  if (step.type === 'deliver' || step.type === 'duplicate') {
    const { from, to } = step.message;
    if (from === gone || to === gone) return [];
    return [{ ...step, message: { ...step.message, from: rename(from), to: rename(to) } }];
  }
  if (step.type === 'report') {
    const { node, peer } = step;
    return node === gone || peer === gone ? [] : [{ ...step, node: rename(node), peer: rename(peer) }];
  }
  if (step.type === 'command') {
    const command = commandWithout(step.command, gone, rename);
    return command === undefined ? [] : [{ type: 'command', command }];
  }
  if ('node' in step) return step.node === gone ? [] : [{ ...step, node: rename(step.node) }];
  return [step];
}

function commandWithout(command: Command, gone: NodeId, rename: Rename): Command | undefined {
  switch (command.type) {
    case 'partition': {
      const groups = command.groups.map((group) => group.filter((id) => id !== gone).map(rename));
      return { ...command, groups };
    }
    case 'cut':
    case 'link': {
      const { from, to } = command;
      return from === gone || to === gone ? undefined : { ...command, from: rename(from), to: rename(to) };
    }
    case 'transferLeader':
      return command.to === gone ? undefined : { ...command, to: rename(command.to) };
    case 'confChange': {
      if (command.node === gone || command.change.version !== 1 || command.change.nodeId === gone)
        return undefined;
      const change = { ...command.change, nodeId: rename(command.change.nodeId) };
      return { ...command, node: rename(command.node), change };
    }
    case 'startClient': {
      const endpoints = command.endpoints.filter((id) => id !== gone).map(rename);
      return endpoints.length === 0 ? undefined : { ...command, endpoints };
    }
    default:
      if (!('node' in command)) return command;
      return command.node === gone ? undefined : { ...command, node: rename(command.node) };
  }
}
