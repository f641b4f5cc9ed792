import { useTranslation } from 'react-i18next';
import type { Violation } from '../../sim/record/watcher.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { askWhenInevitable } from '../likelihood/likelihood-ask.ts';
import { useFramePart } from '../use-frame.ts';
import { GoToEvent, NodeName } from '../inspector/GoTo.tsx';
import { KeepRules } from './KeepRules.tsx';
import { ShrinkRun } from './ShrinkRun.tsx';

/** To the event itself, to the one that it contradicts, and to the members concerned. */
export function ViolationWays({ violation }: { violation: Violation }) {
  const { t } = useTranslation('safety');
  const { earlier } = violation;
  // What was found out of one run says nothing of the next.
  const run = useFramePart((frame) => frame.run);
  return (
    <p>
      <GoToEvent event={violation.event}>
        {t('here', { event: violation.event, seconds: formatSeconds(violation.at) })}
      </GoToEvent>
      {earlier !== undefined && (
        <>
          {' · '}
          <GoToEvent event={earlier}>{t('earlier', { event: earlier })}</GoToEvent>
        </>
      )}
      {' · '}
      <button
        type="button"
        className="link-button"
        onClick={() =>
          askWhenInevitable({
            condition: `violation("${violation.property}")`,
            event: { number: violation.event, atMs: violation.at / 1000 },
          })
        }
      >
        {t('inevitable')}
      </button>
      {' · '}
      <ShrinkRun key={`${run} ${violation.property}`} property={violation.property} />
      <KeepRules key={run} />
      {violation.nodes.map((id) => (
        <span key={id}>
          {' · '}
          <NodeName id={id} />
        </span>
      ))}
    </p>
  );
}
