import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { present } from '../../base/assert.ts';
import { compareScene } from '../../view/compare/compare-scene.ts';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { CallsPart, KeysPart, LogsPart, MembersPart } from './ComparedParts.tsx';
import { PartingPart } from './PartingPart.tsx';
import { SidePicker } from './SidePicker.tsx';
import { sideChoices } from './sides.ts';
import { useComparison } from './use-comparison.ts';
import './compare.css';

/** Two instants beside each other, of one branch or of two: where they part, and what is different at them. */
export default function CompareDialog() {
  const { t } = useTranslation('compare');
  const ask = useView((state) => state.compare);
  // Time may run behind the dialog: what it speaks of is the instant at which it was opened.
  const [opened] = useState(() => {
    const { frame, kept } = useView.getState();
    return { frame: present(frame, 'what is compared has been shown'), kept };
  });
  const choices = useMemo(() => sideChoices(opened.frame, opened.kept), [opened]);
  const [all, setAll] = useState(false);
  const find = (side: string | undefined) => choices.find((choice) => choice.side === side);
  const [a, b] = [find(ask?.a), find(ask?.b)];
  const answer = useComparison(a?.ask, b?.ask);
  const scene = useMemo(
    () => (answer.type === 'here' ? compareScene(answer.comparison) : undefined),
    [answer],
  );
  if (ask === undefined) return null;
  return (
    <Modal title={t('title')} onClose={close}>
      <div className="compare">
        <div className="compare-sides">
          <SidePicker
            name="a"
            side={ask.a}
            choices={choices}
            onChange={(side) => useView.setState({ compare: { ...ask, a: side } })}
          />
          <button
            type="button"
            className="button compare-swap"
            aria-label={t('swap')}
            title={t('swap')}
            onClick={() => useView.setState({ compare: { a: ask.b, b: ask.a } })}
          >
            ⇄
          </button>
          <SidePicker
            name="b"
            side={ask.b}
            choices={choices}
            onChange={(side) => useView.setState({ compare: { ...ask, b: side } })}
          />
        </div>
        {a === undefined || b === undefined ? (
          <p className="form-error" role="alert">
            {t('gone')}
          </p>
        ) : answer.type === 'failed' ? (
          <p className="form-error" role="alert">
            {answer.reason}
          </p>
        ) : answer.type === 'working' || scene === undefined ? (
          <p className="muted" role="status">
            {t('working')}
          </p>
        ) : (
          <>
            <PartingPart comparison={answer.comparison} parting={scene.parting} onGone={close} />
            <label className="compare-all">
              <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />{' '}
              {t('all')}
            </label>
            <MembersPart scene={scene} all={all} />
            <LogsPart scene={scene} all={all} />
            <KeysPart scene={scene} comparison={answer.comparison} all={all} />
            <CallsPart scene={scene} comparison={answer.comparison} all={all} />
          </>
        )}
      </div>
    </Modal>
  );
}

function close(): void {
  useView.setState({ compare: undefined });
}
