import { t } from 'i18next';
import type { PropertyName } from '../../check/properties.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import { formatNode } from '../../view/say/format.ts';
import { raftWords } from './raft-words.ts';
import { clientContradictionWords, isOfClients } from './client-words.ts';

export function propertyWords(property: PropertyName): string {
  return t(`safety:property.${property}`);
}

/** How the promise was broken, in numbers and names of the viewer's language. */
export function violationWords(violation: Violation): string {
  const { afterForged, afterForgot } = violation;
  const how = contradictionWords(violation);
  return [
    how,
    afterForged === undefined ? '' : t('safety:afterForged', { event: afterForged }),
    afterForgot === undefined ? '' : t('safety:afterForgot', { event: afterForgot }),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function contradictionWords({ because, by, nodes }: Violation): string {
  const node = by === 0 ? nodes.map(formatNode).join(' ') : formatNode(by);
  return isOfClients(because) ? clientContradictionWords(because, node) : raftWords(because, node);
}
