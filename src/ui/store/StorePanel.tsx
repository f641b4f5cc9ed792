import { currentLeader } from '../../explain/situation.ts';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId, Revision } from '../../base/flavor.ts';
import type { Frame, StoreFrame } from '../../lab/frame/frame.ts';
import { formatBytes, formatNode } from '../../view/say/format.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { compareStores, type ComparedFact } from '../../view/store/store-compare.ts';
import { storeRows, type StoreRow } from '../../view/store/store-rows.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { OriginOf } from '../origin/OriginOf.tsx';
import { useView } from '../view-state.ts';
import { useFrame } from '../use-frame.ts';
import { KeyLanes } from './KeyLanes.tsx';
import { Leases } from './Leases.tsx';
import { Alarms, Rights } from './Rights.tsx';
import { Watches } from './Watches.tsx';
import './store.css';

/** How many revisions the lanes may span. */
const SPANS = [20, 40, 100, 300];

/** The MVCC store of a member at a revision of its choice, alone or beside another's. */
export default function StorePanel() {
  const { t } = useTranslation(['store', 'controls']);
  const frame = useFrame();
  const ask = useView((state) => state.storeAsk);
  const setAsk = useView((state) => state.setStoreAsk);
  const first =
    frame && (currentLeader(frame.nodes)?.id ?? frame.nodes.find((node) => node.status !== 'killed')?.id);
  useEffect(() => {
    if (!ask && first !== undefined)
      setAsk({ node: first, revision: 0, compareWith: undefined, revisions: 40 });
  }, [ask, first, setAsk]);
  if (!frame || !ask) return null;
  const node = frame.nodes.find((each) => each.id === ask.node);
  const store = frame.store?.node === ask.node ? frame.store : undefined;
  const other = frame.otherStore?.node === ask.compareWith ? frame.otherStore : undefined;
  return (
    <div className="store" data-at={frame.at}>
      <h2 className="visually-hidden">{t('controls:panel.store')}</h2>
      <div className="store-ask">
        <NodeSelect
          label={t('node')}
          frame={frame}
          node={ask.node}
          onChange={(id) => setAsk({ ...ask, node: id ?? ask.node })}
        />
        <NodeSelect
          label={t('compare')}
          frame={frame}
          node={ask.compareWith}
          none={t('alone')}
          onChange={(id) => setAsk({ ...ask, compareWith: id === ask.node ? undefined : id })}
        />
      </div>
      {node?.status === 'killed' ? (
        <p className="muted">{t('killed', { node: formatNode(ask.node) })}</p>
      ) : store ? (
        <>
          <Alarms store={store} />
          <RevisionSlider
            store={store}
            newest={node?.view?.revision ?? store.revision}
            asked={ask.revision}
            onChange={(revision) => setAsk({ ...ask, revision })}
          />
          {ask.compareWith !== undefined && !other && (
            <p className="muted">{t('otherMissing', { node: formatNode(ask.compareWith) })}</p>
          )}
          {ask.compareWith !== undefined && other ? (
            <>
              <Keys rows={storeRows(store, other)} compared={other} node={ask.node} />
              <Compared
                facts={compareStores(
                  { store, node },
                  { store: other, node: frame.nodes.find((each) => each.id === other.node) },
                )}
                here={ask.node}
                there={other.node}
              />
            </>
          ) : (
            <KeyLanes
              store={store}
              node={ask.node}
              asked={ask.revision}
              onAsk={(revision) => setAsk({ ...ask, revision })}
            />
          )}
          <Leases store={store} frame={frame} />
          <Watches store={store} frame={frame} />
          <Rights store={store} />
          <p className="muted small store-size">
            {t('size', {
              size: formatBytes(store.etcd.sizeBytes),
              used: formatBytes(store.etcd.sizeInUseBytes),
              quota: formatBytes(store.etcd.quotaBytes),
            })}
            {store.etcd.isCompacting && ` · ${t('compacting')}`}
          </p>
        </>
      ) : (
        <p className="muted">{t('loading')}</p>
      )}
    </div>
  );
}

function NodeSelect({
  label,
  frame,
  node,
  none,
  onChange,
}: {
  label: string;
  frame: Frame;
  node: NodeId | undefined;
  none?: string;
  onChange: (node: NodeId | undefined) => void;
}) {
  return (
    <label className="store-node">
      <span>{label}</span>
      <select
        value={node ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : Number(event.target.value))}
      >
        {none !== undefined && <option value="">{none}</option>}
        {frame.nodes.map((each) => (
          <option key={each.id} value={each.id}>
            {formatNode(each.id)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** From the compaction point to the newest revision; the right end stays at the newest as it grows. */
function RevisionSlider({
  store,
  newest,
  asked,
  onChange,
}: {
  store: StoreFrame;
  newest: Revision;
  asked: Revision;
  onChange: (revision: Revision) => void;
}) {
  const { t } = useTranslation('store');
  const least = Math.max(1, store.compactRevision);
  const shown = asked === 0 ? newest : Math.min(asked, newest);
  return (
    <div className="revision">
      <label>
        <span>
          {asked === 0 ? t('newest', { revision: newest }) : t('asOf', { revision: shown, newest })}
        </span>
        <input
          type="range"
          min={least}
          max={Math.max(least, newest)}
          value={shown}
          disabled={newest <= least}
          aria-valuetext={t('asOf', { revision: shown, newest })}
          onChange={(event) =>
            onChange(Number(event.target.value) >= newest ? 0 : Number(event.target.value))
          }
        />
      </label>
      <SpanSelect />
      <small className="muted">
        {store.compactRevision > 0 ? t('compacted', { revision: store.compactRevision }) : t('notCompacted')}
      </small>
    </div>
  );
}

/** What the two members say, fact by fact. */
function Compared({ facts, here, there }: { facts: readonly ComparedFact[]; here: NodeId; there: NodeId }) {
  const { t } = useTranslation('store');
  return (
    <table className="table store-compared">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('compare')}</span>
          </th>
          <th scope="col">{formatNode(here)}</th>
          <th scope="col">{formatNode(there)}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.field} data-differs={fact.differs || undefined}>
            <th scope="row">{t(`field.${fact.field}`)}</th>
            <td>{fact.here}</td>
            <td>{fact.there}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How many revisions the lanes span. */
function SpanSelect() {
  const { t } = useTranslation('store');
  const ask = useView((state) => state.storeAsk);
  const setAsk = useView((state) => state.setStoreAsk);
  if (!ask) return null;
  return (
    <label className="revision-span">
      <span className="visually-hidden">{t('span')}</span>
      <select
        value={ask.revisions}
        onChange={(event) => setAsk({ ...ask, revisions: Number(event.target.value) })}
      >
        {SPANS.map((count) => (
          <option key={count} value={count}>
            {t('spanOf', { count })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The keys of two stores beside each other. */
function Keys({ rows, compared, node }: { rows: readonly StoreRow[]; compared: StoreFrame; node: NodeId }) {
  const { t } = useTranslation('store');
  const select = useView((state) => state.select);
  if (rows.length === 0) return <p className="store-empty">{t('empty')}</p>;
  const differences = rows.filter((row) => row.differs).length;
  return (
    <>
      <p className={differences > 0 ? 'differs-note' : 'muted'}>
        {differences > 0 ? t('differ', { count: differences }) : t('same')}
      </p>
      <div className="table-scroll">
        <table className="table store-keys">
          <thead>
            <tr>
              <th scope="col">{t('key')}</th>
              <th scope="col">{formatNode(node)}</th>
              <th scope="col">{formatNode(compared.node)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name} data-differs={row.differs || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => select({ type: 'key', node, key: row.key })}
                  >
                    <code>{row.name}</code>
                  </button>
                </th>
                <Value kv={row.here} node={node} />
                <Value kv={row.there} node={compared.node} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Value({ kv, node }: { kv: StoreRow['here']; node: NodeId }) {
  const { t } = useTranslation('store');
  if (!kv) return <td className="muted">{t('absent')}</td>;
  return (
    <td>
      <code>{showBytes(kv.value)}</code>
      <small className="muted">
        {' @'}
        <OriginOf place={`node(${node}).key(${JSON.stringify(decodeUtf8(kv.key))}).modRevision`}>
          {kv.modRevision}
        </OriginOf>
      </small>
    </td>
  );
}
