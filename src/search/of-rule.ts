import type { PropertyName } from '../check/properties.ts';
import { modelProperties, type ModelProperty } from '../model/properties.ts';
import { defaultBounds, type Bounds } from '../model/setup.ts';
import type { RuleEntry, RuleGroup } from '../node/rules.ts';

/** Within what a search looks for a run that breaks a rule, and by which properties it sees it. */
export interface RuleSearch {
  readonly bounds: Bounds;
  readonly properties: readonly ModelProperty[];
}

/** What may happen in the small world, by the chapters that it can show: the others need clients, changes of members or time. */
const BOUNDS: Readonly<Partial<Record<RuleGroup, Bounds>>> = {
  elections: { ...defaultBounds, duplicates: 1, proposals: 2 },
  replication: { ...defaultBounds, duplicates: 1, proposals: 2 },
  disks: { ...defaultBounds, duplicates: 1, proposals: 2 },
  reads: { ...defaultBounds, crashes: 0, reads: 1 },
};

/**
 * Undefined: the small world cannot show that this rule is broken. It has no server and no clients, and looks at a few properties
 * only. That a search can begin does not say that it finds something within these bounds.
 */
export function searchOfRule({
  group,
  layer,
  violates,
}: Pick<RuleEntry, 'group' | 'layer' | 'violates'>): RuleSearch | undefined {
  const bounds = layer === 'etcd' || layer === 'client' ? undefined : BOUNDS[group];
  const known: readonly string[] = modelProperties;
  const properties = violates.filter((property): property is ModelProperty & PropertyName =>
    known.includes(property),
  );
  return bounds === undefined || properties.length === 0 ? undefined : { bounds, properties };
}
