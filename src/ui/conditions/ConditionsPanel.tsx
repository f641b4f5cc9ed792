import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError, useAct } from '../act.ts';
import { askWhenInevitable } from '../likelihood/likelihood-ask.ts';
import { useView } from '../view-state.ts';
import { BreakpointList } from './BreakpointList.tsx';
import {
  addBreakpoint,
  addWatch,
  findInPast,
  runUntilCondition,
  setText,
  useConditions,
} from './conditions-store.ts';
import { ExpressionField } from './ExpressionField.tsx';
import { Found } from './Found.tsx';
import { readTyped } from './typed.ts';
import { useKnown } from './use-known.ts';
import { WatchList } from './WatchList.tsx';
import './conditions.css';

/** To begin with: what there is to be asked. */
const examples = [
  'message.type == MsgVoteResp && message.reject',
  'node(3).role == leader && term(3) >= 2',
  'commit(2) >= 5',
  'any(n in nodes, changed(n.role))',
  'count(n in nodes, n.role == leader) > 1',
  'key("a").modRevision > 7',
  'client("A").last.status == unknown',
  'rule("isUpToDate") && decided("voteRejected")',
  'violation',
];

/** Conditions: breakpoints, run until, watch expressions, and where in the past one held. */
export default function ConditionsPanel() {
  const { t } = useTranslation('conditions');
  const act = useAct();
  const text = useConditions((state) => state.text);
  const typed = useMemo(() => readTyped(text), [text]);
  const known = useKnown();
  const isNew = useView(({ breakpoints, watches }) => breakpoints.length + watches.length === 0);
  const isCondition = typed.type === 'right' && typed.isCondition;
  const condition = text.trim();
  const watch = () => attempt(() => addWatch(condition));
  const add = () => {
    if (isCondition) attempt(() => addBreakpoint(condition));
    else if (typed.type === 'right') watch();
  };
  const tools = [
    { id: 'break', enabled: isCondition, does: add },
    { id: 'until', enabled: isCondition, does: () => act((lab) => runUntilCondition(lab, condition)) },
    { id: 'find', enabled: isCondition, does: () => act((lab) => findInPast(lab, condition)) },
    { id: 'inevitable', enabled: isCondition, does: () => askWhenInevitable({ condition }) },
    { id: 'watch', enabled: typed.type === 'right', does: watch },
  ] as const;
  return (
    <div className="conditions">
      <div className="conditions-editor">
        <ExpressionField
          label={t('label')}
          text={text}
          typed={typed}
          known={known}
          says={{ nothing: t('hint'), condition: t('isCondition'), value: t('isValue') }}
          placeholder="node(3).role == leader"
          onText={setText}
          onEnter={add}
        />
        <div className="conditions-tools">
          {tools.map(({ id, enabled, does }) => (
            <button
              key={id}
              type="button"
              className={id === 'break' ? 'button button-primary' : 'button'}
              title={t(`does.${id}`)}
              aria-disabled={!enabled}
              onClick={() => enabled && does()}
            >
              {t(`tool.${id}`)}
            </button>
          ))}
        </div>
        {text === '' && isNew && <Examples />}
      </div>
      <BreakpointList />
      <WatchList />
      <Found />
    </div>
  );
}

/** What there is no room for is said. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
}

function Examples() {
  const { t } = useTranslation('conditions');
  return (
    <ul className="conditions-examples" aria-label={t('examples')}>
      {examples.map((example) => (
        <li key={example}>
          <button type="button" className="link-button mono" onClick={() => setText(example)}>
            {example}
          </button>
        </li>
      ))}
    </ul>
  );
}
