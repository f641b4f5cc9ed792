import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestFrame } from '../../lab/frame/frame.ts';
import type { ComparedValue, Comparison } from '../../lab/look/comparison.ts';
import type { CompareScene, MemberField } from '../../view/compare/compare-scene.ts';
import { formatNode, formatSeconds } from '../../view/say/format.ts';
import { showBytes } from '../../view/say/show-bytes.ts';
import { LogRows } from './LogRows.tsx';
import { Pairs, type PairRow } from './Pairs.tsx';

interface PartProps {
  readonly scene: CompareScene;
  /** Also what is the same. */
  readonly all: boolean;
}

/** One of the four: its name, how much of it differs, and what. */
function Part({
  name,
  scene,
  isEmpty,
  children,
}: {
  name: keyof CompareScene['differing'];
  scene: CompareScene;
  isEmpty: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('compare');
  const count = scene.differing[name];
  return (
    <section className="compare-part" data-part={name}>
      <h3>
        {t(`part.${name}`)} <small>{count === 0 ? t('count.none') : t(`count.${name}`, { count })}</small>
      </h3>
      {isEmpty ? <p className="muted">{t(`nothing.${name}`)}</p> : children}
    </section>
  );
}

export function MembersPart({ scene, all }: PartProps) {
  const { t } = useTranslation('compare');
  const say = (field: MemberField, value: string | undefined): string => {
    if (value === undefined) return '–';
    if (field === 'role') return value.replace('State', '');
    return field === 'status' ? t(`status.${value as 'up' | 'killed' | 'paused'}`) : value;
  };
  const members = scene.members.filter(({ differs }) => differs || all);
  return (
    <Part name="members" scene={scene} isEmpty={members.length === 0}>
      <div className="compare-members">
        {members.map(({ id, facts }) => (
          <Pairs
            key={id}
            label={formatNode(id)}
            title={formatNode(id)}
            rows={facts
              .filter(({ differs, a, b }) => differs || (all && (a !== undefined || b !== undefined)))
              .map(({ field, a, b, differs }) => ({
                key: field,
                name: t(`field.${field}`),
                a: say(field, a),
                b: say(field, b),
                differs,
              }))}
          />
        ))}
      </div>
    </Part>
  );
}

export function LogsPart({ scene, all }: PartProps) {
  const rows = scene.logs.rows.filter(({ differs }) => differs || all);
  return (
    <Part name="logs" scene={scene} isEmpty={rows.length === 0}>
      <LogRows logs={scene.logs} rows={rows} />
    </Part>
  );
}

export function KeysPart({ scene, comparison, all }: PartProps & { comparison: Comparison }) {
  const { t } = useTranslation('compare');
  const { store } = comparison;
  const of = (side: Comparison['store']['a']): string =>
    side === undefined
      ? t('stores.nobody')
      : t('stores.of', { node: side.node, revision: side.revision, count: side.keys });
  const value = (record: ComparedValue | undefined): ReactNode =>
    record === undefined ? (
      <span className="muted">{t('noKey')}</span>
    ) : (
      <>
        <code>{showBytes(record.value)}</code>{' '}
        <small>{t('rev', { revision: record.modRevision, version: record.version })}</small>
      </>
    );
  const rows = scene.keys.map((row): PairRow => {
    const key = showBytes(row.key);
    return { key, name: <code>{key}</code>, a: value(row.a), b: value(row.b), differs: true };
  });
  const stores: PairRow = {
    key: ' stores',
    name: '',
    a: of(store.a),
    b: of(store.b),
    differs: false,
  };
  return (
    <Part name="keys" scene={scene} isEmpty={rows.length === 0 && !all}>
      <Pairs label={t('part.keys')} rows={[stores, ...rows]} />
      {store.more > 0 && <p className="muted">{t('moreKeys', { count: store.more })}</p>}
    </Part>
  );
}

export function CallsPart({ scene, comparison, all }: PartProps & { comparison: Comparison }) {
  const { t } = useTranslation('compare');
  const calls = scene.calls.filter(({ differs }) => differs || all);
  const outcome = (call: RequestFrame | undefined): ReactNode => {
    if (call === undefined) return <span className="muted">{t('call.none')}</span>;
    return (
      <>
        <span data-status={call.status} className="compare-outcome">
          {t(`call.${call.status}`)}
        </span>
        {answerOf(call).map((words) => (
          <span key={words} className="compare-answer">
            {words}
          </span>
        ))}
        <small>{t('callAt', { node: call.node, seconds: formatSeconds(call.invokedAt) })}</small>
      </>
    );
  };
  const answerOf = ({ kind, status, error, kvs, revision, staleBy }: RequestFrame): readonly string[] => [
    ...(error === undefined ? [] : [error]),
    ...(kind === 'get' && status === 'ok'
      ? [kvs.length === 0 ? t('found') : kvs.map(({ key, value }) => `${key}=${value}`).join(' ')]
      : []),
    ...(revision === undefined ? [] : [t('revision', { revision })]),
    ...(staleBy > 0 ? [t('stale', { count: staleBy })] : []),
  ];
  const rows = calls.map(({ label, client, a, b, differs }): PairRow => ({
    key: `${a?.id ?? ''} ${b?.id ?? ''}`,
    name: (
      <>
        <code>{label}</code> {client !== undefined && <small>{client}</small>}
      </>
    ),
    a: outcome(a),
    b: outcome(b),
    differs,
  }));
  return (
    <Part name="calls" scene={scene} isEmpty={rows.length === 0}>
      <Pairs label={t('part.calls')} rows={rows} />
      {(['a', 'b'] as const).map((name) => {
        const count = comparison[name].moreRequests;
        return count > 0 && <p key={name}>{t('moreCalls', { count, side: t(`side.${name}`) })}</p>;
      })}
    </Part>
  );
}
