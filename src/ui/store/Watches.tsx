import { useTranslation } from 'react-i18next';
import type { Revision } from '../../base/flavor.ts';
import type { Frame, StoreFrame, WatchEventFrame } from '../../lab/frame/frame.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { revisionPlace } from '../../view/store/store-lanes.ts';
import { watchLanes, type WatchLane } from '../../view/store/watch-lanes.ts';
import { useAct } from '../act.ts';
import { currentView } from '../view-state.ts';
import { Ground } from './KeyLanes.tsx';

const EVENTS_SHOWN = 8;

/** Who watches at a member: what is told, what is still to be told, what came, and why one ended. */
export function Watches({ store, frame }: { store: StoreFrame; frame: Frame }) {
  const { t } = useTranslation('store');
  const lanes = watchLanes(store, frame.streams);
  return (
    <section className="store-part">
      <h3>{t('watches.title')}</h3>
      {lanes.length === 0 ? (
        <p className="muted">
          {t('watches.none')}{' '}
          <button type="button" className="link-button" onClick={() => currentView().openCalls('watch')}>
            {t('watches.open')}
          </button>
        </p>
      ) : (
        <ul className="watches">
          {lanes.map((lane) => (
            <WatchRow key={lane.id} lane={lane} store={store} />
          ))}
        </ul>
      )}
    </section>
  );
}

export function WatchRow({ lane, store }: { lane: WatchLane; store: StoreFrame }) {
  const { t } = useTranslation('store');
  const watch = lane.heard?.watch;
  const facts = watch && [
    watch.startRevision === 0 ? t('watches.fromNow') : t('watches.asked', { revision: watch.startRevision }),
    ...(watch.prevKv ? [t('watches.prevKv')] : []),
    ...(watch.progressNotify ? [t('watches.progressNotify')] : []),
    ...watch.filters.map((filter) => t(`watches.filters.${filter}`)),
  ];
  const came = watch && [
    t('watches.events', { count: watch.count }),
    ...(watch.count > 0 ? [t('watches.responses', { count: watch.responses })] : []),
    ...(watch.told === undefined ? [] : [t('watches.told', { revision: watch.told })]),
  ];
  return (
    <li className="watch" data-status={lane.status}>
      <div className="watch-head">
        <code>{lane.range}</code>
        <span className="watch-status">{t(`watches.status.${lane.status}`)}</span>
        <small className="muted">
          {t(`watches.listener.${lane.listener}`, { stream: lane.heard?.stream.id ?? 0 })}
        </small>
      </div>
      <p className="small muted">
        {t(`watches.means.${lane.status}`, { next: lane.next ?? 0 })}
        {facts && ` · ${facts.join(' · ')}`}
      </p>
      {watch?.compactRevision !== undefined && (
        <p className="small watch-reason">{t('watches.compactedAt', { revision: watch.compactRevision })}</p>
      )}
      {watch?.reason !== undefined && <p className="small watch-reason">{watch.reason}</p>}
      {lane.heard?.stream.error !== undefined && (
        <p className="small watch-reason">{lane.heard.stream.error}</p>
      )}
      <Told lane={lane} store={store} />
      {came && <p className="small muted">{came.join(' · ')}</p>}
      <Events lane={lane} />
      <Actions lane={lane} />
    </li>
  );
}

/** The revisions as this watch has them: told, still to be told, and a dot an event. */
function Told({ lane, store }: { lane: WatchLane; store: StoreFrame }) {
  const { t } = useTranslation('store');
  const { first, last } = store.history;
  const window = { first, last };
  const place = (revision: Revision) => `${revisionPlace(revision, window)}%`;
  const watch = lane.heard?.watch;
  const from = watch ? (watch.startRevision === 0 ? (watch.told ?? last) : watch.startRevision) : first;
  const told = lane.next ?? (watch?.told === undefined ? from : watch.told + 1);
  const start = revisionPlace(from, window);
  const end = Math.max(start, revisionPlace(Math.min(told, last + 1), window));
  return (
    <svg
      className="lane watch-lane"
      role="img"
      aria-label={t('watches.lane', { range: lane.range, status: t(`watches.status.${lane.status}`) })}
    >
      <Ground window={window} compacted={store.compactRevision} asked={0} />
      <rect className="watch-told" x={`${start}%`} y="38%" width={`${end - start}%`} height="24%" rx="2" />
      {lane.status === 'unsynced' && (
        <rect className="watch-behind" x={`${end}%`} y="38%" width={`${100 - end}%`} height="24%" rx="2" />
      )}
      {lane.events
        .filter(({ revision }) => revision >= first)
        .map((event) => (
          <circle
            key={`${event.revision} ${showBytes(event.key)}`}
            className="watch-event"
            data-type={event.type}
            cx={place(event.revision + 0.5)}
            cy="50%"
            r="3.5"
          />
        ))}
    </svg>
  );
}

function Events({ lane }: { lane: WatchLane }) {
  const { t } = useTranslation('store');
  if (lane.events.length === 0) return null;
  const shown = lane.events.slice(-EVENTS_SHOWN);
  return (
    <ol className="watch-events" aria-label={t('watches.eventList', { range: lane.range })}>
      {shown.map((event, i) => (
        <Event
          key={`${event.revision} ${showBytes(event.key)}`}
          event={event}
          begins={shown[i - 1]?.response !== event.response}
        />
      ))}
    </ol>
  );
}

/** One event; those of one response stand together. */
function Event({ event, begins }: { event: WatchEventFrame; begins: boolean }) {
  const { t } = useTranslation('store');
  return (
    <li data-type={event.type} data-begins={begins || undefined}>
      <time>{event.revision}</time>
      <b>{event.type}</b>
      <code>
        {showBytes(event.key)}
        {event.type === 'PUT' && ` = ${showBytes(event.value)}`}
      </code>
      {event.prevValue !== undefined && (
        <small className="muted">{t('watches.was', { value: showBytes(event.prevValue) })}</small>
      )}
    </li>
  );
}

function Actions({ lane }: { lane: WatchLane }) {
  const { t } = useTranslation('store');
  const act = useAct();
  if (!lane.heard) return null;
  const { stream, watch } = lane.heard;
  const { watchId, compactRevision } = watch;
  if (watch.status === 'open' && watchId !== undefined) {
    return (
      <div className="row-actions">
        <button
          type="button"
          className="button button-tiny"
          onClick={() => act((lab) => lab.sendStream(stream.id, { type: 'progress' }))}
        >
          {t('watches.progress')}
        </button>
        <button
          type="button"
          className="button button-tiny"
          onClick={() => act((lab) => lab.sendStream(stream.id, { type: 'cancel', watchId }))}
        >
          {t('watches.cancel')}
        </button>
      </div>
    );
  }
  if (compactRevision === undefined) return null;
  const again = () =>
    act((lab) =>
      lab.openStream({
        node: stream.node,
        kind: 'watch',
        first: {
          type: 'create',
          key: watch.key,
          rangeEnd: watch.rangeEnd,
          startRevision: compactRevision,
          progressNotify: watch.progressNotify,
          filters: watch.filters,
          prevKv: watch.prevKv,
          watchId: 0n,
          fragment: false,
        },
      }),
    );
  return (
    <div className="row-actions">
      <button type="button" className="button button-tiny" onClick={again}>
        {t('watches.again', { revision: compactRevision })}
      </button>
    </div>
  );
}
