import './side-by-side.css';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SideBySide as Lines, SideLine } from '../../lab/side/side-by-side.ts';
import { sideScene, type SideScene } from '../../view/side/side-scene.ts';
import { Differs } from './Differs.tsx';
import { SideStage } from './SideStage.tsx';
import { SideTable } from './SideTable.tsx';
import { useSideBySide } from './use-side-by-side.ts';

export interface SideTitles {
  readonly a: string;
  readonly b: string;
}

/**
 * The same actions under two protocols: two runs beside each other, line by line of their scripts, by the same clock. What is not the
 * same has a sign. Nothing moves by itself: one goes from line to line.
 */
export function SideBySide({
  a,
  b,
  titles,
}: {
  /** Lab scripts. */
  readonly a: string;
  readonly b: string;
  readonly titles: SideTitles;
}) {
  const { t } = useTranslation('sideBySide');
  const answer = useSideBySide(a, b);
  if (answer.type === 'working')
    return (
      <p className="muted" role="status">
        {t('working')}
      </p>
    );
  if (answer.type === 'failed')
    return (
      <p className="form-error" role="alert">
        {t('failed', { reason: answer.reason })}
      </p>
    );
  return <Played lines={answer.lines} titles={titles} />;
}

function Played({ lines, titles }: { readonly lines: Lines; readonly titles: SideTitles }) {
  const { t } = useTranslation('sideBySide');
  const [at, setAt] = useState(0);
  const line = lines[at];
  const scene = useMemo(() => line && sideScene(line), [line]);
  const label = useId();
  if (line === undefined || scene === undefined) return null;
  const go = (to: number) => setAt(Math.max(0, Math.min(lines.length - 1, to)));
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    go(at + by);
  };
  return (
    <section className="sides" aria-label={t('title')} onKeyDown={onKeyDown} data-own-arrows>
      <div className="sides-bar">
        <button
          type="button"
          className="button"
          aria-label={t('back')}
          aria-disabled={at === 0}
          onClick={() => go(at - 1)}
        >
          ‹
        </button>
        <input
          type="range"
          min={0}
          max={lines.length - 1}
          value={at}
          aria-label={t('line')}
          aria-valuetext={`${t('at', { number: at + 1, count: lines.length })}: ${line.a.text ?? line.b.text ?? ''}`}
          onChange={(event) => go(Number(event.target.value))}
        />
        <button
          type="button"
          className="button"
          aria-label={t('next')}
          aria-disabled={at === lines.length - 1}
          onClick={() => go(at + 1)}
        >
          ›
        </button>
        <span className="sides-at muted">{t('at', { number: at + 1, count: lines.length })}</span>
      </div>
      <div className="sides-caption" id={label} role="status">
        <Action line={line} titles={titles} />
        <p className="sides-verdict">
          {scene.differing.nodes === 0
            ? t('same')
            : `≠ ${t('differ', { count: scene.differing.nodes })}: ${differing(scene)}`}
        </p>
      </div>
      <div className="sides-pair">
        {(['a', 'b'] as const).map((side) => (
          <div key={side} className="sides-side" data-side={side}>
            <h4>{titles[side]}</h4>
            <SideStage frame={line[side].frame} />
            <SideTable side={side} scene={scene} title={titles[side]} />
          </div>
        ))}
      </div>
      <Sent scene={scene} titles={titles} />
    </section>
  );
}

function differing({ nodes }: SideScene): string {
  return nodes
    .filter(({ differs }) => Object.values(differs).includes(true))
    .map(({ id }) => `n${id}`)
    .join(' ');
}

/** The action of the line: one for both, or one for each. */
function Action({ line, titles }: { readonly line: SideLine; readonly titles: SideTitles }) {
  const { t } = useTranslation('sideBySide');
  const { a, b } = line;
  if (a.text === b.text && a.refused === undefined && b.refused === undefined)
    return (
      <p>
        <code>{a.text}</code>
      </p>
    );
  return (
    <dl className="sides-actions">
      {(['a', 'b'] as const).map((side) => (
        <div key={side}>
          <dt>{titles[side]}</dt>
          <dd>
            {line[side].text === undefined ? (
              <span className="muted">{t('waits')}</span>
            ) : (
              <code>{line[side].text}</code>
            )}
            {line[side].refused !== undefined && (
              <small> {t('refused', { reason: line[side].refused })}</small>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Sent({ scene: { sent }, titles }: { readonly scene: SideScene; readonly titles: SideTitles }) {
  const { t } = useTranslation('sideBySide');
  if (sent.length === 0) return null;
  return (
    <table className="sides-sent">
      <caption>{t('sent')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('messages')}</th>
          <th scope="col">{titles.a}</th>
          <th scope="col">{titles.b}</th>
        </tr>
      </thead>
      <tbody>
        {sent.map(({ type, a, b }) => (
          <tr key={type} data-differs={a !== b || undefined}>
            <th scope="row">{type}</th>
            <td>{a}</td>
            <td>
              {a !== b && <Differs />}
              {b}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
