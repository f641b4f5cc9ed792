import type { NodeId } from '../../base/flavor.ts';
import type { LabConfig, Layout } from './config.ts';

type Members = Pick<LabConfig, 'nodes' | 'learners'> & { readonly layout?: Layout | undefined };

/** Who is what as a run begins: voters 1 to nodes, then the learners, unless the configuration names them one by one. */
export function layoutOf({ layout, nodes, learners }: Members): Layout {
  return layout ?? { voters: range(1, nodes), learners: range(nodes + 1, learners), spare: [] };
}

/** Every machine a run begins with, ascending. */
export function machinesOf(config: Members): NodeId[] {
  const { voters, learners, spare } = layoutOf(config);
  return [...voters, ...learners, ...spare].sort((a, b) => a - b);
}

function range(from: NodeId, count: number): NodeId[] {
  return Array.from({ length: count }, (_, i) => from + i);
}
