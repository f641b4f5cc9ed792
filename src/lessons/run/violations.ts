import type { NodeId, Revision } from '../../base/flavor.ts';
import type { Violation } from '../../sim/record/watcher.ts';

/** A promise that was broken, as a script may ask for it. */
export interface ScriptViolation {
  readonly name: string;
  readonly nodes: readonly NodeId[];
  /** Of the store, where it is about a state. */
  readonly revision: Revision | undefined;
  readonly detail: string;
}

/** A report of the checks: scripts call their properties by the same names. */
export function violationOf({ property, nodes, detail, because }: Violation): ScriptViolation {
  const revision = because.type === 'statesDiffer' ? because.revision : undefined;
  return { name: property, nodes, revision, detail };
}
