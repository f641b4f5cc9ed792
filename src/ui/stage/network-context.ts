import { createContext } from 'react';
import type { NodeId } from '../../base/flavor.ts';
import type { NetworkChoice } from './use-stage-keys.ts';

/** What is being chosen about the network, and what the bar may do to it: the bar is loaded late, without props. */
export interface NetworkChoosing {
  readonly network: NetworkChoice;
  readonly pick: (id: NodeId) => void;
  readonly split: () => void;
  readonly startSplit: () => void;
  readonly startLink: (from: NodeId | undefined) => void;
  readonly leave: () => void;
}

export const NetworkContext = createContext<NetworkChoosing | undefined>(undefined);
