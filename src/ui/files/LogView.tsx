import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogRow } from '../../host/files/files-calls.ts';
import { rowOfIndex, type LogStrip, type MarkKind } from '../../view/files/log-strip.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import { ask } from './files-store.ts';
import { MemberPicker, type OfMembers } from './MemberPicker.tsx';
import { useAnswer } from './use-answer.ts';
import { VirtualList } from './VirtualList.tsx';

const signs: Readonly<Record<MarkKind, string>> = {
  membership: '◆',
  forced: '✂',
  snapshot: '▣',
  compaction: '▼',
  version: '№',
  downgrade: '↓',
  auth: '⚿',
  alarm: '!',
  replaced: '↺',
  gap: '…',
  unknown: '?',
};

/** A member's log along its indexes, and entry by entry. */
export function LogView({ opened, has }: OfMembers) {
  const { t } = useTranslation('files');
  const { member } = opened;
  const strip = useAnswer('log', { member });
  const [goTo, setGoTo] = useState<{ readonly row: number; readonly index: number }>();
  const go = (index: number): void => {
    if (strip !== undefined) setGoTo({ row: rowOfIndex(strip, index), index });
  };
  return (
    <div className="files-split">
      <div className="files-bar">
        <MemberPicker opened={opened} has={has} />
        {strip !== undefined && strip.count > 0 && (
          <>
            <label>
              {t('log.goTo')}{' '}
              <input
                type="number"
                min={strip.firstIndex}
                max={strip.lastIndex}
                data-files="index"
                onChange={(event) => {
                  if (event.currentTarget.value !== '') go(event.currentTarget.valueAsNumber);
                }}
              />
            </label>
            <span className="muted small" role="status">
              {t('log.count', { count: strip.count, first: strip.firstIndex, last: strip.lastIndex })}
            </span>
          </>
        )}
      </div>
      {strip !== undefined && strip.count === 0 && <p className="files-pad">{t('log.empty')}</p>}
      {strip !== undefined && strip.count > 0 && (
        <>
          <Strip strip={strip} onGo={go} />
          <VirtualList<LogRow>
            label={t('log.entries')}
            of={`${member}`}
            count={strip.count}
            load={(from, to) => ask('logRows', { member, from, to })}
            goTo={goTo}
            renderRow={(row) => (
              <div
                className="files-entry"
                data-open={(strip.commit !== undefined && row.index > strip.commit) || undefined}
                aria-current={row.index === goTo?.index || undefined}
              >
                <span className="number">{row.index}</span>
                <span className="files-term" data-term={termLook(row.term).colour}>
                  {row.term}
                </span>
                <span className="mono files-cut" title={row.text}>
                  {row.text === '' ? `(${row.kind})` : row.text}
                </span>
                <span className="muted small files-cut" title={row.file}>
                  {strip.commit !== undefined && row.index > strip.commit && `${t('log.open')} · `}
                  {row.place}
                </span>
              </div>
            )}
          />
        </>
      )}
    </div>
  );
}

/** The whole log in one line: terms, what changed the membership, snapshots, what was replaced, how far it is committed. */
function Strip({ strip, onGo }: { strip: LogStrip; onGo: (index: number) => void }) {
  const { t } = useTranslation('files');
  const { firstIndex, lastIndex, commit, terms, marks } = strip;
  const all = lastIndex - firstIndex + 1;
  const left = (index: number): string => `${((index - firstIndex) / all) * 100}%`;
  const termWords = (run: string, leader: string | undefined): string =>
    leader === undefined ? run : `${run}, ${t('log.leader', { leader })}`;
  const wide = (from: number, to: number): string => `${((to - from + 1) / all) * 100}%`;
  return (
    <section className="files-strip" aria-label={t('log.strip')}>
      <div className="files-terms">
        {terms.map(({ term, from, to, leader }) => (
          <button
            key={from}
            type="button"
            data-term={termLook(term).colour}
            style={{ insetInlineStart: left(from), inlineSize: wide(from, to) }}
            title={termWords(t('log.termRun', { term, from, to }), leader)}
            aria-label={termWords(t('log.termRun', { term, from, to }), leader)}
            onClick={() => onGo(from)}
          >
            {term}
          </button>
        ))}
        {commit !== undefined && commit >= firstIndex && commit < lastIndex && (
          <span
            className="files-open"
            style={{ insetInlineStart: left(commit + 1), inlineSize: wide(commit + 1, lastIndex) }}
          />
        )}
      </div>
      <ul className="files-marks">
        {marks.map(({ kind, from, to, text }) => (
          <li key={`${kind} ${from} ${to} ${text}`}>
            <button type="button" className="link-button" onClick={() => onGo(from)}>
              <span aria-hidden="true">{signs[kind]}</span> {t(`log.kind.${kind}`)}{' '}
              {from === to ? from : `${from}…${to}`}
              {text !== '' && ': '}
              <code>{text}</code>
            </button>
          </li>
        ))}
        {strip.moreMarks > 0 && <li className="muted">{t('log.moreMarks', { count: strip.moreMarks })}</li>}
        <li className="muted">{strip.kinds.map(([kind, count]) => `${kind} ${count}`).join(', ')}</li>
        {commit !== undefined && <li className="muted">{t('log.commit', { commit })}</li>}
      </ul>
    </section>
  );
}
