import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId, Revision } from '../../base/flavor.ts';
import type { Frame, StoreFrame } from '../../lab/frame.ts';
import { formatNode } from '../../view/format.ts';
import { showBytes } from '../../view/show-bytes.ts';
import { currentLeader } from '../../view/stage-node.ts';
import { storeRows, type StoreRow } from '../../view/store-rows.ts';
import { useView } from '../store.ts';
import { useFrame } from '../use-frame.ts';
import './store.css';

/** The MVCC store of a member at a revision of its choice, alone or beside another's. */
export default function StorePanel() {
  const { t } = useTranslation(['store', 'controls']);
  const frame = useFrame();
  const ask = useView((state) => state.storeAsk);
  const setAsk = useView((state) => state.setStoreAsk);
  const first =
    frame && (currentLeader(frame.nodes)?.id ?? frame.nodes.find((node) => node.status !== 'killed')?.id);
  useEffect(() => {
    if (!ask && first !== undefined) setAsk({ node: first, revision: 0, compareWith: undefined });
  }, [ask, first, setAsk]);
  if (!frame || !ask) return null;
  const node = frame.nodes.find((each) => each.id === ask.node);
  const store = frame.store?.node === ask.node ? frame.store : undefined;
  const other = frame.otherStore?.node === ask.compareWith ? frame.otherStore : undefined;
  return (
    <div className="store">
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
          <RevisionSlider
            store={store}
            newest={node?.view?.revision ?? store.revision}
            asked={ask.revision}
            onChange={(revision) => setAsk({ ...ask, revision })}
          />
          {ask.compareWith !== undefined && !other && (
            <p className="muted">{t('otherMissing', { node: formatNode(ask.compareWith) })}</p>
          )}
          <Keys rows={storeRows(store, other)} compared={other} node={ask.node} />
          <Changes store={store} />
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
      <small className="muted">
        {store.compactRevision > 0 ? t('compacted', { revision: store.compactRevision }) : t('notCompacted')}
      </small>
    </div>
  );
}

function Keys({
  rows,
  compared,
  node,
}: {
  rows: readonly StoreRow[];
  compared: StoreFrame | undefined;
  node: NodeId;
}) {
  const { t } = useTranslation('store');
  const select = useView((state) => state.select);
  if (rows.length === 0) return <p className="store-empty">{t('empty')}</p>;
  const differences = rows.filter((row) => row.differs).length;
  return (
    <>
      {compared && (
        <p className={differences > 0 ? 'differs-note' : 'muted'}>
          {differences > 0 ? t('differ', { count: differences }) : t('same')}
        </p>
      )}
      <div className="table-scroll">
        <table className="table store-keys">
          <thead>
            <tr>
              <th scope="col">{t('key')}</th>
              <th scope="col" className="wide">
                {compared ? formatNode(node) : t('value')}
              </th>
              {compared ? (
                <th scope="col" className="wide">
                  {formatNode(compared.node)}
                </th>
              ) : (
                <>
                  <th scope="col">create</th>
                  <th scope="col">mod</th>
                  <th scope="col">ver</th>
                </>
              )}
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
                <Value kv={row.here} showRevision={compared !== undefined} />
                {compared ? (
                  <Value kv={row.there} showRevision />
                ) : (
                  <>
                    <td>{row.here?.createRevision}</td>
                    <td>{row.here?.modRevision}</td>
                    <td>{row.here?.version}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Value({ kv, showRevision }: { kv: StoreRow['here']; showRevision: boolean }) {
  const { t } = useTranslation('store');
  if (!kv) return <td className="wide muted">{t('absent')}</td>;
  return (
    <td className="wide">
      <code>{showBytes(kv.value)}</code>
      {showRevision && <small className="muted"> @{kv.modRevision}</small>}
    </td>
  );
}

function Changes({ store }: { store: StoreFrame }) {
  const { t } = useTranslation('store');
  if (store.changes.length === 0) return null;
  return (
    <>
      <h3>{t('changes')}</h3>
      <ol className="changes">
        {store.changes.toReversed().map((change) => (
          <li key={`${change.revision}-${showBytes(change.key)}`}>
            <time>{change.revision}</time>
            <span>{t(`change.${change.type}`)}</span> <code>{showBytes(change.key)}</code>
          </li>
        ))}
      </ol>
    </>
  );
}
