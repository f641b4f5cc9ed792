import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { CrossIcon } from '../icons.tsx';
import { useFramePart } from '../use-frame.ts';
import { useConditions } from './conditions-store.ts';
import type { Hit } from './of-frame.ts';

/** Where in the past a condition held: each instant is one click away, the next and the last one a key. */
export function Found() {
  const { t } = useTranslation('conditions');
  const act = useAct();
  const found = useConditions((state) => state.found);
  const run = useFramePart((frame) => frame.run);
  const here = useFramePart((frame) => frame.events) ?? 0;
  if (found === undefined || found.run !== run) return null;
  const { condition, hits, total } = found;
  const shown = around(hits, here);
  const go = ({ event }: Hit) => act((lab) => lab.seekEvent(event));
  const previous = hits.findLast(({ event }) => event < here);
  const next = hits.find(({ event }) => event > here);
  return (
    <section>
      <h3>{t('found')}</h3>
      <div className="condition">
        <code className="watch-text">{condition}</code>
        <span role="status">{t('times', { count: total })}</span>
        <span className="condition-tools">
          <button
            type="button"
            className="button button-tiny"
            aria-disabled={previous === undefined}
            onClick={() => previous && go(previous)}
          >
            {t('previous')}
          </button>
          <button
            type="button"
            className="button button-tiny"
            aria-disabled={next === undefined}
            onClick={() => next && go(next)}
          >
            {t('next')}
          </button>
          <button
            type="button"
            className="button button-quiet button-tiny"
            aria-label={t('close')}
            title={t('close')}
            onClick={() => useConditions.setState({ found: undefined })}
          >
            <CrossIcon />
          </button>
        </span>
      </div>
      <ol className="conditions-hits" aria-label={t('found')}>
        {shown.map((hit) => (
          <li key={hit.event}>
            <button
              type="button"
              className="link-button"
              aria-current={hit.event === here || undefined}
              onClick={() => go(hit)}
            >
              {t('hit', { seconds: (hit.atMs / 1000).toFixed(3), event: hit.event })}
            </button>
          </li>
        ))}
      </ol>
      {total > shown.length && <p className="muted small">{t('more', { count: total - shown.length })}</p>}
    </section>
  );
}

/** So many instants are listed at once. */
const SHOWN = 200;

/** Those around the instant that is shown. */
function around(hits: readonly Hit[], here: number): readonly Hit[] {
  const after = hits.findIndex(({ event }) => event >= here);
  const middle = after < 0 ? hits.length : after;
  const first = Math.max(0, Math.min(middle - SHOWN / 2, hits.length - SHOWN));
  return hits.slice(first, first + SHOWN);
}
