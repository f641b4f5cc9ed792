import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { CrossIcon } from '../icons.tsx';
import { useFramePart } from '../use-frame.ts';
import { useView, type Breakpoint } from '../view-state.ts';
import { haltedAt } from './of-frame.ts';
import { findInPast, removeBreakpoint, runUntilCondition, setText, turn } from './conditions-store.ts';

export function BreakpointList() {
  const { t } = useTranslation('conditions');
  const breakpoints = useView((state) => state.breakpoints);
  const halted = useFramePart(haltedAt);
  if (breakpoints.length === 0) return null;
  return (
    <section>
      <h3>{t('breakpoints')}</h3>
      <ul className="conditions-list" aria-label={t('breakpoints')}>
        {breakpoints.map((breakpoint) => (
          <Line key={breakpoint.id} breakpoint={breakpoint} isHere={halted === breakpoint.id} />
        ))}
      </ul>
    </section>
  );
}

/** On or off, and what else can be done with its condition. */
function Line({ breakpoint, isHere }: { breakpoint: Breakpoint; isHere: boolean }) {
  const { t } = useTranslation('conditions');
  const act = useAct();
  const { id, condition, on } = breakpoint;
  return (
    <li className="condition" aria-current={isHere || undefined}>
      <label className="condition-on">
        <input type="checkbox" checked={on} onChange={({ target }) => turn(id, target.checked)} />
        <code>{condition}</code>
      </label>
      {isHere && <strong className="condition-here">{t('here')}</strong>}
      <span className="condition-tools">
        <button
          type="button"
          className="button button-tiny"
          aria-label={t('untilThis', { condition })}
          title={t('untilThis', { condition })}
          onClick={() => act((lab) => runUntilCondition(lab, condition))}
        >
          {t('tool.until')}
        </button>
        <button
          type="button"
          className="button button-tiny"
          aria-label={t('findThis', { condition })}
          title={t('findThis', { condition })}
          onClick={() => act((lab) => findInPast(lab, condition))}
        >
          {t('tool.find')}
        </button>
        <button
          type="button"
          className="button button-quiet button-tiny"
          aria-label={t('editThis', { condition })}
          title={t('editThis', { condition })}
          onClick={() => setText(condition)}
        >
          {t('edit')}
        </button>
        <button
          type="button"
          className="button button-quiet button-tiny"
          aria-label={t('remove', { condition })}
          title={t('remove', { condition })}
          onClick={() => removeBreakpoint(breakpoint)}
        >
          <CrossIcon />
        </button>
      </span>
    </li>
  );
}
