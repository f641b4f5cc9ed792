import { useTranslation } from 'react-i18next';
import type { Stall } from '../../check/progress/stall.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import {
  properties,
  propertyNames,
  PROPERTY_PARTS,
  type PropertyName,
  type PropertyPart,
  unwatched,
} from '../../check/properties.ts';
import { useAct } from '../act.ts';
import { CheckIcon, CrossIcon, WarnIcon } from '../icons.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { propertyWords, violationWords } from './safety-words.ts';
import { stallWords } from './stall-words.ts';
import { ViolationWays } from './ViolationWays.tsx';
import './safety.css';

/** So many violations of one property are told; the rest are counted. */
const TOLD = 3;

/** Every property that is checked, with its sentence, and how it stands: what does not hold first, then part by part; whether playing stops where one is broken. */
export default function SafetyDialog() {
  const { t } = useTranslation('safety');
  const act = useAct();
  const checks = useFramePart((frame) => frame.checks);
  if (!checks) return null;
  const unsound = new Set([...checks.violations, ...(checks.stalls ?? [])].map(({ property }) => property));
  return (
    <Modal title={t('title')} onClose={() => useView.getState().setSafetyOpen(false)}>
      <p className="muted">{t('explain', { count: checks.steps })}</p>
      <Section
        name="unsound"
        names={propertyNames.filter((property) => unsound.has(property))}
        checks={checks}
      />
      {PROPERTY_PARTS.map((part) => (
        <Section
          key={part}
          name={part}
          names={propertyNames.filter(
            (property) =>
              properties[property].part === part && !unwatched.has(property) && !unsound.has(property),
          )}
          checks={checks}
        />
      ))}
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

/** Some of the properties under a heading; nothing where there are none. */
function Section({
  name,
  names,
  checks,
}: {
  name: PropertyPart | 'unsound';
  names: readonly PropertyName[];
  checks: Frame['checks'];
}) {
  const { t } = useTranslation('safety');
  if (names.length === 0) return null;
  return (
    <section aria-label={t(`part.${name}`)}>
      <h3 className="property-part">{t(`part.${name}`)}</h3>
      <ul className="properties">
        {names.map((property) => (
          <PropertyItem
            key={property}
            property={property}
            violations={checks.violations.filter((each) => each.property === property)}
            stalls={checks.stalls?.filter((each) => each.property === property) ?? []}
          />
        ))}
      </ul>
    </section>
  );
}

function PropertyItem({
  property,
  violations,
  stalls,
}: {
  property: PropertyName;
  violations: readonly Violation[];
  stalls: readonly Stall[];
}) {
  const { t } = useTranslation('safety');
  const isStalled = stalls.length > 0;
  const holds = violations.length === 0 && !isStalled;
  const { kind } = properties[property];
  return (
    <li data-holds={holds} data-stalled={isStalled}>
      <h4>
        {holds ? <CheckIcon /> : isStalled ? <WarnIcon /> : <CrossIcon />} {property}{' '}
        <small>
          {holds ? t(`kind.${kind}`) : t(isStalled ? 'stalled' : kind === 'rule' ? 'ruleBroken' : 'violated')}
        </small>
      </h4>
      <p>{propertyWords(property)}</p>
      {violations.slice(0, TOLD).map((violation) => (
        <div key={`${violation.event} ${violation.detail}`} className="property-broken">
          <p>{violationWords(violation)}</p>
          <ViolationWays violation={violation} />
        </div>
      ))}
      {stalls.slice(0, TOLD).map((stall) => (
        <p key={stall.detail} className="property-broken">
          {stallWords(stall)}
        </p>
      ))}
      {violations.length > TOLD && (
        <p className="muted small">{t('more', { count: violations.length - TOLD })}</p>
      )}
    </li>
  );
}
