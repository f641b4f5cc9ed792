import { useTranslation } from 'react-i18next';
import { faultNames, type FaultName } from '../../sim/command/faults.ts';
import { useView } from '../view-state.ts';
import { DialOf } from './parts.tsx';
import { defaultTrouble } from './trouble.ts';

/** Random trouble while time goes: how often, and of which kinds. */
export function TroubleDial() {
  const { t } = useTranslation('faults');
  const dial = useView((state) => state.trouble) ?? defaultTrouble;
  const change = (change: Partial<typeof dial>): void =>
    useView.setState({ trouble: { ...dial, ...change } });
  const toggle = (name: FaultName, isOn: boolean): void =>
    change({ kinds: faultNames.filter((each) => (each === name ? isOn : dial.kinds.includes(each))) });
  return (
    <>
      <p>{t('dialHint')}</p>
      <div className="faults-row">
        <label>
          <input
            type="checkbox"
            role="switch"
            checked={dial.on}
            onChange={({ target }) => change({ on: target.checked })}
          />{' '}
          {t('dialOn')}
        </label>
        <button type="button" className="button button-tiny" onClick={() => change({ kinds: faultNames })}>
          {t('allKinds')}
        </button>
        <button type="button" className="button button-tiny" onClick={() => change({ kinds: [] })}>
          {t('noKinds')}
        </button>
      </div>
      <div className="faults-dials">
        <DialOf
          id="perMinute"
          value={dial.perMinute}
          max={240}
          step={1}
          onChange={(perMinute) => change({ perMinute: Math.max(1, perMinute) })}
        />
      </div>
      <div className="faults-kinds" role="group" aria-label={t('kinds')}>
        {faultNames.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={dial.kinds.includes(name)}
              onChange={({ target }) => toggle(name, target.checked)}
            />
            <span>{t(`kind.${name}`)}</span>
          </label>
        ))}
      </div>
    </>
  );
}
