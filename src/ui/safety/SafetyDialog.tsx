import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { CheckIcon, CrossIcon } from '../icons.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { PROPERTIES, propertyWords, violationWords } from './safety-words.ts';
import { ViolationWays } from './ViolationWays.tsx';
import './safety.css';

/** So many violations of one property are told; the rest are counted. */
const TOLD = 3;

/** Every property that is checked, with its sentence, and how it stands; whether playing stops where one is broken. */
export default function SafetyDialog() {
  const { t } = useTranslation('safety');
  const act = useAct();
  const checks = useFramePart((frame) => frame.checks);
  if (!checks) return null;
  return (
    <Modal title={t('title')} onClose={() => useView.getState().setSafetyOpen(false)}>
      <p className="muted">{t('explain', { count: checks.steps })}</p>
      <ul className="properties">
        {PROPERTIES.map((property) => {
          const violations = checks.violations.filter((each) => each.property === property);
          const holds = violations.length === 0;
          return (
            <li key={property} data-holds={holds}>
              <h3>
                {holds ? <CheckIcon /> : <CrossIcon />} {property}{' '}
                <small>{holds ? t('holds', { count: checks.steps }) : t('violated')}</small>
              </h3>
              <p>{propertyWords(property)}</p>
              {violations.slice(0, TOLD).map((violation) => (
                <div key={`${violation.event} ${violation.detail}`} className="property-broken">
                  <p>{violationWords(violation)}</p>
                  <ViolationWays violation={violation} />
                </div>
              ))}
              {violations.length > TOLD && (
                <p className="muted small">{t('more', { count: violations.length - TOLD })}</p>
              )}
            </li>
          );
        })}
      </ul>
      <label className="property-halt">
        <input
          type="checkbox"
          checked={checks.halts}
          onChange={(event) => {
            const on = event.target.checked;
            act((lab) => lab.haltAtViolations(on));
          }}
        />{' '}
        {t('halt')}
      </label>
    </Modal>
  );
}
