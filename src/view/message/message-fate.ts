import type { Frame, MessageFrame } from '../../lab/frame/frame.ts';

/**
 * What will become of a message, as things stand now:
 * `flying`: it arrives and is taken; `waiting`: it arrives, and waits until its paused receiver goes on; `held`: it
 * stands still until it is released; `dead`: it reaches a killed node, where nobody takes it; `doomed`: it is lost on the way.
 */
export type Fate = 'flying' | 'waiting' | 'held' | 'dead' | 'doomed';

export function fateOf(message: MessageFrame, nodes: Frame['nodes']): Fate {
  if (message.fate === 'doomed') return 'doomed';
  const receiver = nodes.find((node) => node.id === message.to);
  if (receiver === undefined || receiver.status === 'killed') return 'dead';
  if (message.fate === 'held') return 'held';
  return receiver.status === 'paused' ? 'waiting' : 'flying';
}

/** Whether nobody will ever take it, unless something is done about that. */
export function isLost(fate: Fate): boolean {
  return fate === 'doomed' || fate === 'dead';
}
