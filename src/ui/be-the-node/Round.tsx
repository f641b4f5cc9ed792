import './be-the-node.css';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision, NodeBefore } from '../../explain/decisions/decision.ts';
import { formatNode } from '../../view/say/format.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import { traceSentence } from '../inspector/trace-sentence.ts';
import { answerWords, askedWords, messageOf, messageRows, positionWords } from './decision-words.ts';

/** One decision: what comes, what the node is, its answers; and once one is picked, what the engine does, and by which rule. */
export function Round({
  decision,
  picked,
  onPick,
}: {
  readonly decision: Decision;
  /** The place of the learner's answer; undefined: none yet. */
  readonly picked: number | undefined;
  readonly onPick: (answer: number) => void;
}) {
  const { t } = useTranslation('asNode');
  const question = useId();
  const { asked, before } = decision;
  const message = messageOf(asked)?.message;
  return (
    <div className="round">
      <p className="round-question" id={question}>
        <strong>{askedWords(t, decision)}</strong>
      </p>
      <div className="round-facts">
        {message && <Rows title={`${t('message')}: ${message.type}`} rows={messageRows(t, message)} />}
        <State before={before} />
      </div>
      <Answers decision={decision} picked={picked} onPick={onPick} labelled={question} />
      {picked !== undefined && <Marked decision={decision} picked={picked} />}
    </div>
  );
}

function Answers({
  decision: { answers, right },
  picked,
  onPick,
  labelled,
}: {
  readonly decision: Decision;
  readonly picked: number | undefined;
  readonly onPick: (answer: number) => void;
  readonly labelled: string;
}) {
  const { t } = useTranslation('asNode');
  const { t: why } = useTranslation('why');
  const isOver = picked !== undefined;
  return (
    <ul className="round-answers" aria-labelledby={labelled}>
      {answers.map((answer, i) => {
        const isEngines = isOver && i === right;
        const isYours = i === picked;
        return (
          <li key={answerWords(t, why, answer)}>
            <button
              type="button"
              className="button round-answer"
              data-mark={isEngines ? 'right' : isYours ? 'wrong' : undefined}
              aria-disabled={isOver}
              onClick={() => {
                if (!isOver) onPick(i);
              }}
            >
              <span>
                {isEngines && <span aria-hidden="true">✓ </span>}
                {isYours && !isEngines && <span aria-hidden="true">✗ </span>}
                {answerWords(t, why, answer)}
              </span>
              {(isEngines || isYours) && (
                <small>
                  {[isYours && t('yours'), isEngines && t('engines')].filter(Boolean).join(' · ')}
                </small>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Marked({ decision, picked }: { readonly decision: Decision; readonly picked: number }) {
  const { t } = useTranslation('asNode');
  const { t: why } = useTranslation('why');
  const { t: inspector } = useTranslation('inspector');
  const { right, because, rule, section, link } = decision;
  const mark = useRef<HTMLParagraphElement>(null);
  // What was pressed can be pressed no more: whoever goes by keys reads on from here.
  useEffect(() => mark.current?.focus(), []);
  return (
    <section className="round-marked">
      <p ref={mark} tabIndex={-1} role="status">
        <strong data-mark={picked === right ? 'right' : 'wrong'}>
          {t(picked === right ? 'right' : 'wrong')}
        </strong>
      </p>
      {because.length > 0 && (
        <>
          <h4>{t('because')}</h4>
          <ul className="round-because">
            {[...new Set(because.map((trace) => traceSentence(inspector, trace)))].map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      <p className="round-rule">
        {why(`rule.${rule}`)}{' '}
        <small>
          <code>{rule}</code> ·{' '}
          <a href={link} target="_blank" rel="noreferrer">
            {section}
          </a>
        </small>
      </p>
    </section>
  );
}

function Rows({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [string, ReactNode])[];
}) {
  return (
    <section className="round-rows">
      <h4>{title}</h4>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function nobody(id: number): string {
  return id === 0 ? '–' : formatNode(id);
}

/** The node as it stands right before it decides. */
function State({ before }: { readonly before: NodeBefore }) {
  const { t } = useTranslation('asNode');
  const { state, term, vote, lead, last, commit, log, elapsed, electionTimeout, matches } = before;
  const isCandidate = state === 'StateCandidate' || state === 'StatePreCandidate';
  const isFollower = state === 'StateFollower' && lead !== 0;
  const votes = [
    ...before.granted.map((id) => `${formatNode(id)} ✓`),
    ...before.rejected.map((id) => `${formatNode(id)} ✗`),
  ].join(' ');
  const rows: readonly (readonly [string, ReactNode] | undefined)[] = [
    [t('state.role'), t(`roles.${state}`)],
    [t('state.term'), String(term)],
    [t('state.vote'), nobody(vote)],
    [t('state.lead'), nobody(lead)],
    isFollower ? [t('state.elapsed'), t('elapsed', { count: elapsed, timeout: electionTimeout })] : undefined,
    isCandidate ? [t('state.votes'), votes === '' ? '–' : votes] : undefined,
    [t('state.last'), positionWords(last)],
    [t('state.commit'), String(commit)],
    state === 'StateLeader'
      ? [t('state.matches'), matches.map(({ id, match }) => `${formatNode(id)} ${match}`).join(', ')]
      : undefined,
    log.length > 0 ? [t('state.log'), <Log key="log" log={log} commit={commit} />] : undefined,
  ];
  return <Rows title={t('you')} rows={rows.filter((row) => row !== undefined)} />;
}

/** Entries with their terms; committed ones have a solid edge, as in the logs. */
function Log({ log, commit }: Pick<NodeBefore, 'log' | 'commit'>) {
  return (
    <span className="round-log">
      {log.map(({ index, term }) => {
        const { colour } = termLook(term);
        return (
          <span
            key={index}
            className="round-entry"
            data-committed={index <= commit || undefined}
            style={{ background: `var(--term-${colour})`, color: `var(--term-${colour}-ink)` }}
          >
            {positionWords({ index, term })}
          </span>
        );
      })}
    </span>
  );
}
