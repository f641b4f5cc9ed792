import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { CheckIcon, CrossIcon, WarnIcon } from '../icons.tsx';
import { Late } from '../Late.tsx';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import { currentView, useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';

const safetyDialog = latePart(withMessages(() => import('../safety/SafetyDialog.tsx')));

/**
 * The safety properties hold: a click lists them. Or the first that does not: a click goes to its instant and to its
 * explanation, as playing does that comes upon it.
 */
export function Verdict() {
  const { t } = useTranslation('controls');
  const language = useView((state) => state.language);
  const act = useAct();
  const checks = useFramePart((frame) => frame.checks);
  const open = useView((state) => state.safetyOpen);
  const setOpen = useView((state) => state.setSafetyOpen);
  useExplainedHalt();
  // To make one takes longer than all the rest here.
  const numbers = useMemo(() => new Intl.NumberFormat(language), [language]);
  if (!checks) return null;
  const [violation] = checks.violations;
  const [stall] = checks.stalls ?? [];
  const showViolation = (event: number) => {
    explainViolation();
    act((lab) => lab.seekEvent(event));
  };
  return (
    <>
      {violation === undefined && stall !== undefined ? (
        <button
          type="button"
          className="verdict verdict-stalled"
          title={t('verdict.stalledExplain')}
          onClick={() => setOpen(true)}
        >
          <WarnIcon />{' '}
          <span className="verdict-what">
            {t('verdict.stalled', { property: stall.property, seconds: formatSeconds(stall.since) })}
          </span>
        </button>
      ) : violation === undefined ? (
        <button
          type="button"
          className="verdict verdict-good"
          title={t('verdict.explain')}
          onClick={() => setOpen(true)}
        >
          <CheckIcon /> <span className="verdict-words">{t('verdict.hold')} · </span>
          <span className="number">
            {t('verdict.steps', { count: checks.steps, formatted: numbers.format(checks.steps) })}
          </span>
        </button>
      ) : (
        <button
          type="button"
          className="verdict verdict-bad"
          title={t('verdict.goThere')}
          onClick={() => showViolation(violation.event)}
        >
          <CrossIcon />{' '}
          <span className="verdict-what">{t('verdict.violated', { property: violation.property })}</span>
        </button>
      )}
      {open && <Late part={safetyDialog} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The explanation stands where nothing is selected. */
function explainViolation(): void {
  const view = currentView();
  view.select(undefined);
  view.setPanelTab('inspector');
  view.setPhoneTab('inspector');
}

/** When playing has stopped at a new violation, its explanation comes by itself. */
function useExplainedHalt(): void {
  useEffect(
    () =>
      useView.subscribe(({ frame }, { frame: before }) => {
        if (frame === before || !frame || !before?.playing || frame.playing || !frame.checks.halts) return;
        const newest = frame.checks.violations.at(-1);
        if (
          newest?.event === frame.events &&
          frame.checks.violations.length > before.checks.violations.length
        )
          explainViolation();
      }),
    [],
  );
}
