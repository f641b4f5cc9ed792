import { t } from 'i18next';
import { unreachable } from '../../base/assert.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import { formatNode } from '../../view/say/format.ts';

/** The properties that are checked after every event, in the order of the paper's figure 3, then our own. */
export const PROPERTIES = [
  'ElectionSafety',
  'LeaderAppendOnly',
  'LogMatching',
  'LeaderCompleteness',
  'StateMachineSafety',
  'QuorumDurability',
  'StateHashAgreement',
  'MemberSoundness',
] as const;

export function propertyWords(property: string): string {
  const known = PROPERTIES.find((each) => each === property);
  return known === undefined ? property : t(`safety:property.${known}`);
}

/** The event that a violation contradicts, where there is one. */
export function earlierEvent({ because }: Violation): number | undefined {
  return 'earlier' in because ? because.earlier : undefined;
}

/** How the promise was broken, in numbers and names of the viewer's language. */
export function violationWords(violation: Violation): string {
  const { afterForged } = violation;
  const how = contradictionWords(violation);
  return afterForged === undefined ? how : `${how} ${t('safety:afterForged', { event: afterForged })}`;
}

function contradictionWords({ because, nodes }: Violation): string {
  const node = nodes.map(formatNode).join(' ');
  switch (because.type) {
    case 'twoLeaders':
      return t('safety:because.twoLeaders', {
        term: String(because.term),
        before: formatNode(because.before),
        node: newcomer(nodes, because.before),
      });
    case 'lacksCommitted':
      return t(
        because.hasOther ? 'safety:because.lacksCommitted.other' : 'safety:because.lacksCommitted.nothing',
        {
          node: newcomer(nodes, because.before),
          index: because.index,
          entryTerm: String(because.entryTerm),
          commitTerm: String(because.commitTerm),
          term: String(because.leaderTerm),
          before: formatNode(because.before),
        },
      );
    case 'leaderSkipped':
      return t('safety:because.leaderSkipped', {
        node,
        term: String(because.term),
        last: because.last,
        index: because.index,
      });
    case 'leaderRemoved':
      return t('safety:because.leaderRemoved', { node, term: String(because.term), index: because.index });
    case 'committedRemoved':
      return t('safety:because.committedRemoved', { node, index: because.index, commit: because.commit });
    case 'logsDiffer':
      return t('safety:because.logsDiffer', {
        node,
        index: because.index,
        term: String(because.entryTerm),
      });
    case 'committedTwice':
      return t('safety:because.committedTwice', {
        index: because.index,
        before: formatNode(because.before),
        beforeTerm: String(because.beforeTerm),
        node: newcomer(nodes, because.before),
        term: String(because.entryTerm),
      });
    case 'notDurable':
      return t('safety:because.notDurable', {
        node,
        index: because.index,
        have: because.have.length,
        voters: because.voters.length,
        need: Math.floor(because.voters.length / 2) + 1,
        on: because.have.map(formatNode).join(' ') || '–',
      });
    case 'wrongSnapshot':
      return because.beforeTerm === undefined
        ? t('safety:because.wrongSnapshot.nothing', {
            node,
            index: because.index,
            term: String(because.entryTerm),
          })
        : t('safety:because.wrongSnapshot.other', {
            node,
            index: because.index,
            term: String(because.entryTerm),
            beforeTerm: String(because.beforeTerm),
          });
    case 'statesDiffer':
      return t('safety:because.statesDiffer', {
        index: because.index,
        before: formatNode(because.before),
        node: newcomer(nodes, because.before),
      });
    case 'fellByItself':
      return t('safety:because.fellByItself', { node, reason: because.reason });
    default:
      return unreachable(because);
  }
}

/** Of the members concerned the one that is not `before`; both may be the same. */
function newcomer(nodes: readonly number[], before: number): string {
  return formatNode(nodes.find((id) => id !== before) ?? before);
}
