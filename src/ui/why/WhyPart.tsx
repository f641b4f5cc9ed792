import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Subject } from '../../explain/why/subject.ts';
import type { Why } from '../../explain/why/why.ts';
import { msToMicros } from '../../base/flavor.ts';
import type { Frame, Selection } from '../../lab/frame/frame.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { askWhy, whyAsked } from './asked.ts';
import { Causes } from './Causes.tsx';
import { questionsOf } from './questions.ts';
import { useWhy } from './use-why.ts';
import { whyWords } from './why-words.ts';
import './why.css';

/** Questions about what is selected, and the answer to the one that was asked. */
export function WhyPart({ frame, selection }: { frame: Frame; selection: Selection | undefined }) {
  const { t } = useTranslation('why');
  const last = useSyncExternalStore(whyAsked.subscribe, whyAsked.state);
  const subject = last.selection === selection ? last.subject : undefined;
  const asked = subject === undefined ? '' : JSON.stringify(subject);
  return (
    <section className="why" aria-label={t('title')}>
      <div className="why-questions">
        <h3>{t('title')}</h3>
        {questionsOf(frame, selection).map(({ key, subject: each }) => (
          <button
            key={key}
            type="button"
            className="button why-question"
            aria-pressed={asked === JSON.stringify(each)}
            onClick={() => askWhy(asked === JSON.stringify(each) ? undefined : each)}
          >
            {t(`question.${key}`)}
          </button>
        ))}
      </div>
      {subject !== undefined && <Answered subject={subject} frame={frame} />}
    </section>
  );
}

/** The answer, asked again whenever the instant shown is another. */
function Answered({ subject, frame }: { subject: Subject; frame: Frame }) {
  const { t } = useTranslation('why');
  const { times } = useSyncExternalStore(whyAsked.subscribe, whyAsked.state);
  const told = useWhy(subject, frame, times);
  if (told === undefined) return <p className="muted">{t('asking')}</p>;
  if ('failed' in told) {
    return (
      <p className="answer" data-tone="info" role="status">
        {told.failed}
      </p>
    );
  }
  return <Answer why={told.why} at={told.at} frame={frame} />;
}

function Answer({ why, at, frame }: { why: Why; at: number; frame: Frame }) {
  const { t } = useTranslation('why');
  const words = whyWords(t, why);
  return (
    <div className="why-answer">
      <p className="answer" data-tone="info" role="status">
        <strong>{words.answer}</strong>{' '}
        <small className="muted">{t('asOf', { at: formatSeconds(at) })}</small>
      </p>
      {words.because.length > 0 && (
        <ul className="plain why-because">
          {words.because.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      <p className="why-rule">
        {words.rule}{' '}
        <small className="muted">
          <code>{why.rule}</code> ·{' '}
          <a href={why.link} target="_blank" rel="noreferrer">
            {why.section}
          </a>
        </small>
      </p>
      {(words.needs.length > 0 || words.byItself !== undefined) && (
        <>
          <h4>{t('needs')}</h4>
          <ul className="plain why-needs">
            {words.needs.map((need) => (
              <li key={need}>{need}</li>
            ))}
            {why.byItselfAtMs !== undefined && (
              <li>
                <b>{words.byItself}</b> <GoThere toMs={why.byItselfAtMs} frame={frame} />
              </li>
            )}
          </ul>
        </>
      )}
      {why.causes.length > 0 && <Causes events={why.causes} frame={frame} />}
    </div>
  );
}

/** To when it changes: what is recorded is gone to, what is not is run on to. */
function GoThere({ toMs, frame }: { toMs: number; frame: Frame }) {
  const { t } = useTranslation('why');
  const act = useAct();
  const isRecorded = msToMicros(toMs) <= frame.liveAt;
  const go = () =>
    act((lab) => (isRecorded ? lab.seek(toMs) : lab.runFor(Math.max(0, toMs - frame.at / 1000))));
  return (
    <button type="button" className="link-button" onClick={go}>
      {t('goThere')}
    </button>
  );
}
