import type { Micros, NodeId } from '../base/flavor.ts';
import type { Cluster } from '../sim/cluster.ts';

/** What is broken, and where. */
export interface Broken {
  readonly property: string;
  readonly event: number;
  readonly at: Micros;
  readonly nodes: readonly NodeId[];
  readonly detail: string;
}

/** The first time that the property is broken, or any. Progress is judged at the end only. */
export function brokenIn({ world }: Cluster, property: string | undefined): Broken | undefined {
  return world.watcher.violations.find((each) =>
    property === undefined ? each.kind !== 'progress' : each.property === property,
  );
}
