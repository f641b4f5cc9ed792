import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForeignHistory } from '../../foreign/history.ts';
import { outcomeOf, timesOf } from './foreign-words.ts';
import { useForeign } from './foreign-store.ts';

/** Of one item's source so much is shown unasked. */
const SHOWN_MAX = 1500;

/** All that is known of the selected item, and its source as it stands in the file. */
export function ForeignDetails() {
  const { t } = useTranslation('foreign');
  const opened = useForeign((state) => state.opened);
  const item = opened?.selected;
  if (opened === undefined) return null;
  return (
    <section className="foreign-details" aria-label={t('details')}>
      {item === undefined ? (
        <p className="muted">{t('nothingSelected')}</p>
      ) : (
        <Item key={item} history={opened.history} item={item} />
      )}
    </section>
  );
}

function Item({ history, item }: { history: ForeignHistory; item: number }) {
  const { t } = useTranslation('foreign');
  const { items, lanes, types, levels, sources, axis } = history;
  const level = levels[(items.level[item] ?? 0) - 1];
  const outcome = outcomeOf(history, item);
  const source = sources[items.source[item] ?? 0];
  const [from, to] = [items.from[item] ?? 0, items.to[item] ?? 0];
  const back = items.line2[item] ?? 0;
  const file = source?.path ?? '';
  return (
    <>
      <h3>{items.label[item]}</h3>
      <dl>
        <Field name={t('field.lane')} value={lanes[items.lane[item] ?? 0]?.name ?? ''} />
        <Field name={t('field.type')} value={types[items.type[item] ?? 0] ?? ''} />
        {level !== undefined && <Field name={t('field.level')} value={level} />}
        <Field
          name={axis.type === 'time' ? t('field.time') : t('field.step')}
          value={timesOf(history, item)}
        />
        {outcome !== '' && <Field name={t('field.outcome')} value={outcome} />}
        <Field name={t('field.source')} value={t('at', { file, line: items.line[item] ?? 0 })} />
      </dl>
      <SourceText text={source?.text.slice(from, to) ?? ''} />
      {back > 0 && (
        <>
          <dl>
            <Field name={t('field.back')} value={t('at', { file, line: back })} />
          </dl>
          <SourceText text={source?.text.slice(items.from2[item] ?? 0, items.to2[item] ?? 0) ?? ''} />
        </>
      )}
    </>
  );
}

function Field({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function SourceText({ text }: { text: string }) {
  const { t } = useTranslation('foreign');
  const [isWhole, setWhole] = useState(text.length <= SHOWN_MAX);
  return (
    <>
      <pre className="foreign-source" tabIndex={0}>
        {isWhole ? text : `${text.slice(0, SHOWN_MAX)}…`}
      </pre>
      {!isWhole && (
        <button type="button" className="button button-tiny" onClick={() => setWhole(true)}>
          {t('wholeSource', { count: text.length })}
        </button>
      )}
    </>
  );
}
