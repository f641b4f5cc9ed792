import { t } from 'i18next';
import type { NodeId } from '../../base/flavor.ts';
import type { RaftContradiction } from '../../check/raft/contradiction.ts';
import { formatNode } from '../../view/say/format.ts';

/** What is broken of Raft, and how; `node`: who has done it. */
export function raftWords(because: RaftContradiction, node: string): string {
  const values = { node, ...valuesOf(because) };
  switch (because.type) {
    case 'lacksCommitted':
      return t(`safety:because.lacksCommitted.${because.hasOther ? 'other' : 'nothing'}`, values);
    case 'wrongSnapshot':
      return t(
        `safety:because.wrongSnapshot.${because.beforeTerm === undefined ? 'nothing' : 'other'}`,
        values,
      );
    case 'voteNotDurable':
      return t(`safety:because.voteNotDurable.${because.isCounted ? 'counted' : 'told'}`, values);
    case 'termFell':
      return t(`safety:because.termFell.${because.onDisk ? 'disk' : 'memory'}`, values);
    case 'strangeOrigin':
      return t(`safety:because.strangeOrigin.${because.before === undefined ? 'nobody' : 'other'}`, values);
    case 'indexFell':
      return t(`safety:because.indexFell.${because.what}`, values);
    case 'malformedConf':
      return t(`safety:because.malformedConf.${because.problem}`, values);
    default:
      return t(`safety:because.${because.type}`, values);
  }
}

/** Fields that name a node; a list names several, or nobody. */
const NODE_FIELDS: ReadonlySet<string> = new Set(['before', 'candidate', 'peer', 'lead']);

/** The fields as they are shown: names of nodes, terms in full, the last entries of two logs. */
function valuesOf(because: RaftContradiction): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [field, value] of Object.entries(because) as [string, unknown][]) {
    if (Array.isArray(value)) values[field] = (value as NodeId[]).map(formatNode).join(' ') || '–';
    else if (typeof value === 'string') values[field] = value;
    else if (typeof value === 'bigint') values[field] = value.toString();
    else if (typeof value === 'number')
      values[field] = NODE_FIELDS.has(field) ? formatNode(value) : value.toString();
  }
  if (because.type === 'unjustifiedVote') {
    const { own, theirs } = because;
    values['ownTerm'] = String(own.term);
    values['ownIndex'] = String(own.index);
    values['theirsTerm'] = String(theirs.term);
    values['theirsIndex'] = String(theirs.index);
  }
  return values;
}
