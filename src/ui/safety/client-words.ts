import { t } from 'i18next';
import { unreachable } from '../../base/assert.ts';
import type { ClientContradiction } from '../../check/clients/contradiction.ts';
import type { Contradiction } from '../../sim/record/watcher.ts';

/** How a promise to clients was broken, in numbers and names of the viewer's language. */
export function clientContradictionWords(because: ClientContradiction, node: string): string {
  switch (because.type) {
    case 'staleAnswer':
    case 'answerOfFuture':
    case 'wentBack': {
      const { type, request, revision, newest } = because;
      return t(`clientsView:because.${type}`, { request, revision, newest, node });
    }
    case 'wrongAnswer':
      return t('clientsView:because.wrongAnswer', { request: because.request, revision: because.revision });
    case 'claimedTwice': {
      const { request, other, revision } = because;
      return t('clientsView:because.claimedTwice', { request, other, revision });
    }
    case 'notCompacted':
      return t('clientsView:because.notCompacted', {
        revision: because.revision,
        compacted: because.compacted,
      });
    case 'appliedTwice':
      return t('clientsView:because.appliedTwice', { index: because.index, before: because.before });
    case 'lacksAnswered':
      return t('clientsView:because.lacksAnswered', {
        node,
        index: because.index,
        term: String(because.leaderTerm),
        request: because.request,
      });
    case 'watchBroken': {
      const { how, stream, watch, revision, expected } = because;
      return t(`clientsView:watch.${how}`, { stream, watch, revision, expected });
    }
    case 'leaseEarly': {
      const { lease, ttl, lastedMs } = because;
      return t('clientsView:because.leaseEarly', { lease, ttl, seconds: (lastedMs / 1000).toFixed(1) });
    }
    case 'leaseByOther':
      return t('clientsView:because.leaseByOther', { node, lease: because.lease });
    case 'leaseLeaves':
    case 'leaseGhost':
      return t(`clientsView:because.${because.type}`, {
        lease: because.lease,
        key: because.key,
        revision: because.revision,
      });
    case 'leaseUntrue':
      return t('clientsView:because.leaseUntrue', { lease: because.lease, ttl: because.ttl });
    default:
      return unreachable(because);
  }
}

const ofClients: Readonly<Record<ClientContradiction['type'], true>> = {
  staleAnswer: true,
  answerOfFuture: true,
  wrongAnswer: true,
  claimedTwice: true,
  wentBack: true,
  notCompacted: true,
  appliedTwice: true,
  lacksAnswered: true,
  watchBroken: true,
  leaseEarly: true,
  leaseByOther: true,
  leaseLeaves: true,
  leaseGhost: true,
  leaseUntrue: true,
};

export function isOfClients(because: Contradiction): because is ClientContradiction {
  return Object.hasOwn(ofClients, because.type);
}
