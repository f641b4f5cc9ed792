import { useTranslation } from 'react-i18next';
import type { faults } from '../messages/en/faults.ts';

export type DeedId = keyof typeof faults.deed;
export type DialId = keyof typeof faults.dial;

/** A button, and what it does to the members. */
export function Deed({ id, run, isOn = false }: { id: DeedId; run: () => void; isOn?: boolean }) {
  const { t } = useTranslation('faults');
  return (
    <li data-on={isOn ? '' : undefined}>
      <button type="button" className="button" data-deed={id} onClick={run}>
        {t(`deed.${id}.name`)}
      </button>
      <p>{t(`deed.${id}.does`)}</p>
    </li>
  );
}

/** A number by a slider: it is told when it is let go. */
export function DialOf({
  id,
  value,
  max,
  step,
  onChange,
}: {
  id: DialId;
  value: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation('faults');
  const shown = step < 1 ? `${Math.round(value * 100)} %` : `${Math.round(value)}`;
  return (
    <label>
      {t(`dial.${id}`, { value: shown })}
      <input
        type="range"
        min={0}
        max={Math.max(max, value)}
        step={step}
        value={value}
        aria-valuetext={shown}
        onChange={({ target }) => onChange(Number(target.value))}
      />
    </label>
  );
}
