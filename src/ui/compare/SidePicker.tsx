import { useTranslation } from 'react-i18next';
import type { Side } from './compare-ask.ts';
import type { SideChoice } from './sides.ts';

const groups = ['instants', 'branches', 'moments'] as const;

/** What A or B is. */
export function SidePicker({
  name,
  side,
  choices,
  onChange,
}: {
  name: 'a' | 'b';
  side: Side;
  choices: readonly SideChoice[];
  onChange: (side: Side) => void;
}) {
  const { t } = useTranslation('compare');
  return (
    <label className="compare-side">
      <SideSign name={name} />
      <select
        aria-label={t(`choose.${name}`)}
        value={side}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.side === event.target.value);
          if (chosen) onChange(chosen.side);
        }}
      >
        {choices.every((choice) => choice.side !== side) && <option value={side}>–</option>}
        {groups.map((group) => {
          const own = choices.filter((choice) => choice.group === group);
          return (
            own.length > 0 && (
              <optgroup key={group} label={t(`group.${group}`)}>
                {own.map((choice) => (
                  <option key={choice.side} value={choice.side}>
                    {choice.words}
                  </option>
                ))}
              </optgroup>
            )
          );
        })}
      </select>
    </label>
  );
}

/** The letter of a side. */
export function SideSign({ name }: { name: 'a' | 'b' }) {
  const { t } = useTranslation('compare');
  return (
    <span className="compare-sign" data-side={name}>
      {t(`side.${name}`)}
    </span>
  );
}
