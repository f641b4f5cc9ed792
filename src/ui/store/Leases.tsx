import { currentLeader } from '../../explain/situation.ts';
import { useTranslation } from 'react-i18next';
import type { Frame, StoreFrame } from '../../lab/frame/frame.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import { formatId, formatNode } from '../../view/say/format.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { useCall } from '../calls/use-call.ts';
import { OriginOf } from '../origin/OriginOf.tsx';
import { currentView } from '../view-state.ts';
import { WhyButton } from '../why/WhyButton.tsx';

type Lease = StoreFrame['etcd']['leases'][number];

/** The leases a member knows. Each runs down where it is counted, at the leader; elsewhere nobody knows its end. */
export function Leases({ store, frame }: { store: StoreFrame; frame: Frame }) {
  const { t } = useTranslation('store');
  const { leases, leaseCount, countsLeases } = store.etcd;
  const leader = currentLeader(frame.nodes);
  return (
    <section className="store-part">
      <h3>{t('leases.title')}</h3>
      {leaseCount === 0 ? (
        <p className="muted">
          {t('leases.none')}{' '}
          <button type="button" className="link-button" onClick={() => currentView().openCalls('leaseGrant')}>
            {t('leases.grant')}
          </button>
        </p>
      ) : (
        <>
          <p className="muted small">
            {countsLeases
              ? t('leases.counts')
              : leader
                ? t('leases.others', { node: formatNode(leader.id) })
                : t('leases.nobody')}
          </p>
          <ul className="leases">
            {leases.map((lease) => (
              <LeaseRow key={formatId(lease.id)} lease={lease} at={frame.at} node={store.node} />
            ))}
          </ul>
          {leaseCount > leases.length && (
            <p className="muted small">{t('leases.more', { count: leaseCount - leases.length })}</p>
          )}
        </>
      )}
    </section>
  );
}

function LeaseRow({ lease, at, node }: { lease: Lease; at: number; node: number }) {
  const { t } = useTranslation('store');
  const call = useCall();
  const left = lease.endsAtMs === undefined ? undefined : lease.endsAtMs - at / 1000;
  const share = left === undefined ? undefined : Math.min(1, Math.max(0, left / 1000 / lease.ttl));
  const place = `node(${node}).lease("${formatId(lease.id)}")`;
  const act = (operation: ClientOperation) => () => call({ node, operation });
  return (
    <li className="lease" data-low={(share !== undefined && share < 0.25) || undefined}>
      <code className="lease-id">
        <OriginOf place={`${place}.ttl`}>{formatId(lease.id)}</OriginOf>
      </code>
      <span className="lease-left">
        <OriginOf place={`${place}.${left === undefined ? 'ttl' : 'endsAt'}`}>
          {left === undefined
            ? t('leases.ttl', { ttl: lease.ttl })
            : left <= 0
              ? t('leases.due')
              : t('leases.left', { left: (left / 1000).toFixed(1), ttl: lease.ttl })}
        </OriginOf>
      </span>
      <span className="lease-bar" aria-hidden="true" data-unknown={share === undefined || undefined}>
        {share !== undefined && <span style={{ width: `${(share * 100).toFixed(1)}%` }} />}
      </span>
      <span className="lease-keys">
        {lease.keys.length === 0 ? (
          <span className="muted">{t('leases.noKeys')}</span>
        ) : (
          lease.keys.map((key) => <code key={showBytes(key)}>{showBytes(key)}</code>)
        )}
        {lease.checkpoint > 0 && (
          <small className="muted">{t('leases.checkpoint', { seconds: lease.checkpoint })}</small>
        )}
      </span>
      <span className="row-actions">
        <button
          type="button"
          className="button button-tiny"
          onClick={act({ type: 'leaseKeepAlive', id: lease.id })}
        >
          {t('leases.keep')}
        </button>
        <button
          type="button"
          className="button button-tiny"
          onClick={act({ type: 'leaseRevoke', id: lease.id })}
        >
          {t('leases.revoke')}
        </button>
        <WhyButton subject={{ type: 'lease', id: formatId(lease.id) }} about={formatId(lease.id)} />
      </span>
    </li>
  );
}
