import { createContext } from 'react';
import type { NodeId } from '../../base/flavor.ts';
import type { Point } from '../../view/stage/stage-layout.ts';
import type { NetworkChoice } from './use-stage-keys.ts';

/** What is being chosen about the network, and what the bar may do to it: the bar is loaded late, without props. */
export interface NetworkChoosing {
  readonly network: NetworkChoice;
  readonly pick: (id: NodeId) => void;
  readonly split: () => void;
  readonly startSplit: () => void;
  readonly startLink: (from: NodeId | undefined) => void;
  /** Moves the node that is being moved by a step that way, or by a small one. */
  readonly nudge: (way: Point, isSmall: boolean) => void;
  readonly leave: () => void;
}

export const NetworkContext = createContext<NetworkChoosing | undefined>(undefined);
