import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isOfCurrent } from '../../view/time/branch-tree.ts';
import { spaceTimePlot } from '../../view/time/space-time.ts';
import { timeScale } from '../../view/time/space-time-axis.ts';
import { useAct } from '../act.ts';
import { useBranches } from '../branches/use-branches.ts';
import { FlagIcon } from '../icons.tsx';
import { useFramePart } from '../use-frame.ts';
import { timelineRange, useView } from '../view-state.ts';
import { goTo } from './instants.ts';
import { whereWords } from './where-words.ts';
import './moment-marks.css';

/** The box of the flags is so high, in sixteenths of a rem. */
const BOX_UNITS = 24;

/** The moments of the current branch as flags on the time axis of the diagram: a click goes there. */
export default function MomentMarks() {
  const { t } = useTranslation('notebook');
  const act = useAct();
  const box = useRef<HTMLUListElement>(null);
  const all = useFramePart((frame) => frame.moments) ?? [];
  const branches = useBranches();
  const flags = useRef(new Map<number, HTMLLIElement>());
  const moments = all.filter((moment) => isOfCurrent(branches, moment));
  useEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    let room = { width: 0, height: 0 };
    const place = () => {
      const range = timelineRange(useView.getState());
      const x = timeScale(range, spaceTimePlot({ ...room, unit: room.height / BOX_UNITS }));
      for (const { id, at } of moments) {
        const flag = flags.current.get(id);
        if (!flag) continue;
        flag.hidden = at < range.from || at > range.to;
        flag.style.translate = `${Math.round(x(at) * 2) / 2}px`;
      }
    };
    const measure = () => {
      room = { width: element.clientWidth, height: element.clientHeight };
      place();
    };
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    const stop = useView.subscribe(place);
    return () => {
      sizes.disconnect();
      stop();
    };
  });
  return (
    <ul ref={box} className="moment-marks" aria-label={t('marks')}>
      {moments.map((moment) => {
        const where = whereWords(moment);
        const words = t('goes', { where, note: moment.note === '' ? t('noNote') : moment.note });
        return (
          <li
            key={moment.id}
            ref={(element) => {
              if (element) flags.current.set(moment.id, element);
              return () => void flags.current.delete(moment.id);
            }}
          >
            <button
              type="button"
              className="moment-mark"
              aria-label={words}
              title={words}
              onClick={() => act((lab) => goTo(lab, moment))}
            >
              <FlagIcon />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
