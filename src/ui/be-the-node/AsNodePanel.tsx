import './be-the-node.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNode } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { CrossIcon } from '../icons.tsx';
import { useView } from '../view-state.ts';
import { answerAsNode, beNode, showMessage, toNextDecision, useAsNode } from './as-node-store.ts';
import { Round } from './Round.tsx';

/** Answering for one node of the run that is open. */
export default function AsNodePanel() {
  const { t } = useTranslation('asNode');
  const act = useAct();
  const node = useView((state) => state.asNode);
  const { phase, decision, picked, right, of } = useAsNode();
  const events = useView(({ frame }) => frame?.events);
  const run = useView(({ frame }) => frame?.run);
  useEffect(() => {
    const asked = useAsNode.getState();
    if (asked.node === node && asked.run === run) return;
    beNode(node, run);
    // In another run nobody has asked to go on.
    if (asked.node !== node) act(toNextDecision);
  }, [node, run, act]);
  if (node === undefined) return null;
  const name = formatNode(node);
  const hasMoved = decision !== undefined && picked === undefined && events !== decision.event - 1;
  return (
    <div className="as-node">
      <header className="as-node-head">
        <h2>{t('title', { node: name })}</h2>
        <button
          type="button"
          className="button button-quiet"
          aria-label={t('close')}
          title={t('close')}
          onClick={() => {
            beNode(undefined);
            useView.setState({ asNode: undefined, panelTab: 'inspector', phoneTab: 'logs' });
          }}
        >
          <CrossIcon />
        </button>
      </header>
      {(phase === 'ready' || of === 0) && decision === undefined && (
        <p className="muted">{t('intro', { node: name })}</p>
      )}
      {phase === 'none' && <p role="status">{t('none', { node: name })}</p>}
      {phase === 'looking' && (
        <p role="status" className="muted">
          {t('looking')}
        </p>
      )}
      {decision && (
        <Round
          key={decision.event}
          decision={decision}
          picked={picked}
          onPick={(answer) => act((lab) => answerAsNode(lab, answer))}
        />
      )}
      <footer className="round-foot">
        {hasMoved && (
          <button
            type="button"
            className="button"
            onClick={() =>
              act(async (lab) => {
                await lab.seekEvent(decision.event - 1);
                showMessage(decision);
              })
            }
          >
            {t('backTo')}
          </button>
        )}
        {phase !== 'looking' && (decision === undefined || picked !== undefined) && (
          <button type="button" className="button button-primary" onClick={() => act(toNextDecision)}>
            {t(phase === 'ready' ? 'begin' : 'next')}
          </button>
        )}
        {of > 0 && <span className="muted">{t('score', { right, count: of })}</span>}
      </footer>
    </div>
  );
}
