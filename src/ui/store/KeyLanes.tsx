import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId, Revision } from '../../base/flavor.ts';
import type { KeyValue } from '../../etcd/request.ts';
import type { StoreFrame } from '../../lab/frame/frame.ts';
import { formatId } from '../../view/say/format.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { revisionPlace, storeLanes, type KeyLane, type VersionBar } from '../../view/store/store-lanes.ts';
import { compareBytes } from '../../view/store/store-rows.ts';
import { LeaseIcon } from '../icons.tsx';
import { useView } from '../view-state.ts';

const LANES_MAX = 200;
/** A bar narrower than this, in percent of the lane, has no room for its version's number. */
const NUMBER_WIDTH = 5;

interface KeyLanesProps {
  readonly store: StoreFrame;
  readonly node: NodeId;
  /** 0: the newest. */
  readonly asked: Revision;
  readonly onAsk: (revision: Revision) => void;
}

/** Every key with its versions over the revisions; a click on a lane looks at that revision. */
export function KeyLanes({ store, node, asked, onAsk }: KeyLanesProps) {
  const { t } = useTranslation('store');
  const scene = storeLanes(store, LANES_MAX);
  if (scene.lanes.length === 0)
    return <p className="store-empty">{t(store.count === 0 && asked === 0 ? 'empty' : 'nothingWrites')}</p>;
  const window = { first: scene.first, last: scene.last };
  const hidden = store.count - store.kvs.length;
  return (
    <>
      <RevisionAxis window={window} compacted={scene.compacted} asked={asked} ticks={scene.ticks} />
      <ul className="key-lanes" aria-label={t('keys')}>
        {scene.lanes.map((lane) => (
          <KeyRow
            key={lane.name}
            lane={lane}
            now={store.kvs.find((kv) => compareBytes(kv.key, lane.key) === 0)}
            node={node}
            first={window.first}
            last={window.last}
            compacted={scene.compacted}
            asked={asked}
            onAsk={onAsk}
          />
        ))}
      </ul>
      {hidden > 0 && <p className="muted small">{t('more', { count: hidden })}</p>}
    </>
  );
}

/** The numbers along the lanes; what is compacted is hatched. */
export function RevisionAxis({
  window,
  compacted,
  asked,
  ticks,
}: {
  window: { first: Revision; last: Revision };
  compacted: Revision;
  asked: Revision;
  ticks: readonly Revision[];
}) {
  const { t } = useTranslation('store');
  return (
    <svg className="revision-axis" role="img" aria-label={t('axis', window)}>
      <Ground window={window} compacted={compacted} asked={asked} />
      {ticks.map((tick) => (
        <text key={tick} x={`${revisionPlace(tick + 0.5, window)}%`} y="0.75rem" textAnchor="middle">
          {tick}
        </text>
      ))}
    </svg>
  );
}

/** What lies under every lane: the compacted past, and the line of the revision looked at. */
export function Ground({
  window,
  compacted,
  asked,
}: {
  window: { first: Revision; last: Revision };
  compacted: Revision;
  asked: Revision;
}) {
  const gone = compacted > window.first ? revisionPlace(compacted, window) : 0;
  const at = asked > 0 && asked >= window.first && asked <= window.last ? asked : undefined;
  return (
    <>
      {gone > 0 && <rect className="lane-gone" width={`${gone}%`} height="100%" />}
      {gone > 0 && <line className="lane-compacted" x1={`${gone}%`} x2={`${gone}%`} y1="0" y2="100%" />}
      {at !== undefined && (
        <line
          className="lane-asked"
          x1={`${revisionPlace(at + 0.5, window)}%`}
          x2={`${revisionPlace(at + 0.5, window)}%`}
          y1="0"
          y2="100%"
        />
      )}
    </>
  );
}

interface KeyRowProps {
  readonly lane: KeyLane;
  readonly now: KeyValue | undefined;
  readonly node: NodeId;
  readonly first: Revision;
  readonly last: Revision;
  readonly compacted: Revision;
  readonly asked: Revision;
  readonly onAsk: (revision: Revision) => void;
}

const KeyRow = memo(function KeyRow(props: KeyRowProps) {
  const { lane, now, node, first, last, compacted, asked, onAsk } = props;
  const { t } = useTranslation('store');
  const select = useView((state) => state.select);
  const window = { first, last };
  const versions = lane.versions.map((bar) =>
    bar.deleted
      ? t('deletedAt', { revision: bar.from })
      : bar.begunBefore
        ? t('olderVersion')
        : t('version', { version: bar.version, revision: bar.from }),
  );
  return (
    <li className="key-lane">
      <div className="key-lane-head">
        <button
          type="button"
          className="link-button"
          onClick={() => select({ type: 'key', node, key: lane.key })}
        >
          <code>{lane.name}</code>
        </button>
        {now ? (
          <code className="key-lane-value" title={showBytes(now.value)}>
            {showBytes(now.value)}
          </code>
        ) : (
          <span className="key-lane-value muted">{t('absent')}</span>
        )}
        {now && (
          <small
            className="key-lane-facts"
            title={[
              t('allFacts', { create: now.createRevision, mod: now.modRevision, version: now.version }),
              ...(now.lease === 0n ? [] : [t('lease', { id: formatId(now.lease) })]),
            ].join(' · ')}
          >
            {t('facts', { mod: now.modRevision, version: now.version })}
            {now.lease !== 0n && (
              <span className="key-lane-lease">
                {' '}
                <LeaseIcon />
              </span>
            )}
          </small>
        )}
      </div>
      <svg
        className="lane"
        role="img"
        aria-label={t('lanes', { key: lane.name, versions: versions.join(', ') })}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const share = (event.clientX - box.left) / Math.max(1, box.width);
          const revision = first + Math.floor(share * (last - first + 1));
          onAsk(revision >= last ? 0 : Math.max(revision, compacted, 1));
        }}
      >
        <Ground window={window} compacted={compacted} asked={asked} />
        {lane.versions.map((bar) => (
          <Version
            key={`${bar.from}${bar.deleted ? 'x' : ''}${bar.begunBefore ? '<' : ''}`}
            bar={bar}
            window={window}
          />
        ))}
      </svg>
    </li>
  );
});

/** One version: a bar as long as it lived, its number at the revision that wrote it; a tombstone is a cross. */
function Version({ bar, window }: { bar: VersionBar; window: { first: Revision; last: Revision } }) {
  const left = revisionPlace(bar.from, window);
  if (bar.deleted) {
    return (
      <text className="lane-tombstone" x={`${revisionPlace(bar.from + 0.5, window)}%`} y="68%">
        ×<title>{bar.from}</title>
      </text>
    );
  }
  const width = Math.max(0.6, revisionPlace(bar.to, window) - left);
  return (
    <g
      className="lane-version"
      data-even={bar.version % 2 === 0 || undefined}
      data-leased={bar.lease !== 0n || undefined}
      data-older={bar.begunBefore || undefined}
    >
      <rect x={`${left}%`} y="12%" width={`${width}%`} height="76%" rx="2" />
      {!bar.begunBefore && <rect className="lane-write" x={`${left}%`} y="12%" width="2" height="76%" />}
      {width >= NUMBER_WIDTH && bar.version > 0 && (
        <text x={`${left}%`} dx="0.35rem" y="68%">
          {bar.version}
        </text>
      )}
      <title>{`${bar.version > 0 ? `${bar.version} @${bar.from}` : ''} ${bar.value}`}</title>
    </g>
  );
}
