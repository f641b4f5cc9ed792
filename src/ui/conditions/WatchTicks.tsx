import { useEffect, useRef } from 'react';
import { spaceTimePlot } from '../../view/time/space-time.ts';
import { timeScale } from '../../view/time/space-time-axis.ts';
import { useFramePart } from '../use-frame.ts';
import { timelineRange, useView } from '../view-state.ts';
import { watchesOf } from './of-frame.ts';
import { ROWS, watchShape } from './watch-shape.ts';
import './watch-ticks.css';

/** The diagram's own unit: sixteenths of a rem. */
const UNITS_PER_REM = 16;
/** Below what stands at the top of the diagram. */
const TOP_PX = 20;
const ROW_PX = 9;

/**
 * Where watch expressions change, as marks over the diagram: a row and a form each, as in their list, which says the same in
 * words. They take no pointer.
 */
export default function WatchTicks() {
  const box = useRef<SVGSVGElement>(null);
  const watches = useFramePart(watchesOf) ?? [];
  const paths = useRef(new Map<string, SVGPathElement>());
  useEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    let plot: ReturnType<typeof spaceTimePlot> | undefined;
    const place = () => {
      if (plot === undefined) return;
      const range = timelineRange(useView.getState());
      const x = timeScale(range, plot);
      for (const [i, { text, changes }] of watches.entries()) {
        const y = TOP_PX + (i % ROWS) * ROW_PX;
        const seen = changes.filter((at) => at >= range.from && at <= range.to);
        paths.current.get(text)?.setAttribute('d', seen.map((at) => watchShape(i, x(at), y)).join(''));
      }
    };
    const measure = () => {
      const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / UNITS_PER_REM;
      plot = spaceTimePlot({ width: element.clientWidth, height: element.clientHeight, unit });
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
    <svg ref={box} className="watch-ticks" aria-hidden="true">
      {watches.map(({ text }, i) => (
        <path
          key={text}
          className={`watch-tick-${i % 3}`}
          ref={(element) => {
            if (element) paths.current.set(text, element);
            return () => void paths.current.delete(text);
          }}
        />
      ))}
    </svg>
  );
}
