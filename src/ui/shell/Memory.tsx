import { wordsFor } from '../error-words.ts';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemoryReport } from '../../lab/lab-port.ts';
import { useLab } from '../lab-context.tsx';
import { chooseBudget } from '../memory-budget.ts';

/** A budget is told in megabytes, as browsers tell what a tab takes. */
const MB = 1e6;
/** What the lab takes as a budget, in megabytes. */
const MIN = 8;
const MAX = 4000;

/** What the past of this lab takes, and how much it may: set at once, without another run. */
export function Memory() {
  const { t, i18n } = useTranslation('config');
  const lab = useLab();
  const id = useId();
  const [report, setReport] = useState<MemoryReport>();
  /** As it is typed; undefined: as it is. */
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isShown = true;
    lab.memory().then(
      (given) => isShown && setReport(given),
      (error: unknown) => isShown && setProblem(reasonOf(error)),
    );
    return () => {
      isShown = false;
    };
  }, [lab]);
  const apply = async (): Promise<void> => {
    if (text === undefined) return;
    setProblem(undefined);
    await chooseBudget(lab, text.trim() === '' ? Number.NaN : Number(text) * MB);
    setReport(await lab.memory());
    setText(undefined);
  };
  const applyNow = () => {
    apply().catch((error: unknown) => setProblem(reasonOf(error)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    applyNow();
  };
  if (report === undefined) return null;
  const number = (value: number) => value.toLocaleString(i18n.language, { maximumFractionDigits: 1 });
  return (
    <section className="config-memory">
      <h3>{t('memory.title')}</h3>
      <p id={`${id}-takes`}>
        {t('memory.takes', {
          size: number(report.checkpointBytes / MB),
          count: report.checkpoints,
          checkpoints: number(report.checkpoints),
          events: number(report.events),
        })}
      </p>
      <label className="field">
        <span>{t('memory.budget')}</span>
        <span className="field-value">
          <input
            type="number"
            min={MIN}
            max={MAX}
            step="any"
            value={text ?? String(report.budgetBytes / MB)}
            aria-invalid={problem !== undefined || undefined}
            aria-describedby={problem === undefined ? `${id}-takes` : `${id}-problem`}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            onBlur={applyNow}
          />
          <small>MB</small>
        </span>
      </label>
      <p className="muted">{t('memory.does')}</p>
      {problem !== undefined && (
        <p id={`${id}-problem`} className="field-wrong" role="alert">
          {isInBounds(Number(text)) ? problem : t('memory.refused', { min: MIN, max: MAX })}
        </p>
      )}
    </section>
  );
}

function reasonOf(error: unknown): string {
  return wordsFor(error);
}

function isInBounds(megabytes: number): boolean {
  return megabytes >= MIN && megabytes <= MAX;
}
