import {
  memo,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Selection } from '../../lab/frame/frame.ts';
import { promptOf, type ScreenLine } from '../../console/screen.ts';
import { visible } from '../../view/console/visible.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { currentView, useView } from '../view-state.ts';
import type { ConsoleLines } from './console-lines.ts';

/** Lines beyond each edge of what is in view. */
const OVERSCAN = 20;

/** What a console has shown, from line `from` + 1 on. Only what is in view is in the page. */
export function Output(props: {
  name: string;
  lines: ConsoleLines;
  version: number;
  from: number;
  count: number;
}) {
  const { name, lines, from, count } = props;
  const { t } = useTranslation('console');
  const act = useAct();
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 0, row: 18 });
  const [active, setActive] = useState<number>();
  /** What the line that was chosen last is about. */
  const [picked, setPicked] = useState<{ readonly number: number; readonly subject: Selection }>();
  /** Who has scrolled up stays there while lines come. */
  const isAtEnd = useRef(true);
  const lastTop = useRef(0);
  const rows = count - from;
  const height = rows * scroll.row;
  const first = Math.max(0, Math.floor(scroll.top / scroll.row) - OVERSCAN);
  const last = Math.min(rows, Math.ceil((scroll.top + scroll.height) / scroll.row) + OVERSCAN);

  useEffect(() => lines.view(from + first + 1, from + last));
  // Whoever scrolls up finds the newest again: they are asked for in any case.
  useEffect(() => lines.view(Math.max(1, count - OVERSCAN), count));
  useLayoutEffect(() => {
    const { current: element } = box;
    if (element === null) return undefined;
    const measure = () => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
      const row = Number.parseFloat(getComputedStyle(element).lineHeight) || 18;
      setScroll({ top: element.scrollTop, height: element.clientHeight, row });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current) box.current.scrollTop = height;
  }, [height]);

  const onScroll = () => {
    const { current: element } = box;
    if (element === null) return;
    const { scrollTop, clientHeight, scrollHeight } = element;
    // Only who goes up leaves the end: a box that has become lower is no longer at its end by itself, before it is measured.
    if (scrollTop + clientHeight >= scrollHeight - scroll.row) isAtEnd.current = true;
    else if (scrollTop < lastTop.current) isAtEnd.current = false;
    lastTop.current = scrollTop;
    setScroll((before) =>
      before.top === element.scrollTop
        ? before
        : { ...before, top: element.scrollTop, height: element.clientHeight },
    );
  };
  const go = (line: ScreenLine) =>
    act(async (lab) => {
      await lab.seekEvent(line.event);
      useView.setState({ selection: { type: 'event', number: line.event } });
    });
  const pick = (line: ScreenLine, offset: number) => {
    setActive(line.number);
    // Who marks text to copy it asks for nothing.
    if (getSelection()?.isCollapsed === false) return;
    act(async (lab) => {
      const subject = await lab.consoleSubject(name, line.number, offset);
      // Marked wherever it is shown; the console stays, and has a way to its details.
      useView.setState({ selection: subject });
      setPicked(subject === undefined ? undefined : { number: line.number, subject });
    });
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const page = Math.max(1, Math.floor(scroll.height / scroll.row) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    const line = active === undefined ? undefined : lines.line(active);
    if (step !== undefined && rows > 0) {
      event.preventDefault();
      const next = Math.min(count, Math.max(from + 1, (active ?? count + 1) + step));
      setActive(next);
      const top = (next - from - 1) * scroll.row;
      const { current: element } = box;
      if (
        element !== null &&
        (top < element.scrollTop || top + scroll.row > element.scrollTop + element.clientHeight)
      )
        element.scrollTop = top - (step > 0 ? element.clientHeight - 2 * scroll.row : 0);
    } else if (event.key === 'Enter' && line !== undefined) {
      event.preventDefault();
      go(line);
    } else if (event.key === ' ' && line !== undefined) {
      event.preventDefault();
      pick(line, 0);
    }
  };
  const shown: { number: number; line: ScreenLine | undefined }[] = [];
  for (let row = first; row < last; row++)
    shown.push({ number: from + row + 1, line: lines.line(from + row + 1) });
  return (
    <div
      ref={box}
      className="console-output mono"
      tabIndex={0}
      role="group"
      aria-label={t('output')}
      aria-activedescendant={active === undefined ? undefined : `${name}line${active}`}
      onScroll={onScroll}
      onKeyDown={onKey}
    >
      <div className="console-lines" style={{ height: `${height}px` }}>
        {shown.map(({ number, line }) => (
          <Line
            key={number}
            id={`${name}line${number}`}
            top={(number - from - 1) * scroll.row}
            line={line}
            isActive={number === active}
            subject={picked?.number === number ? picked.subject : undefined}
            onGo={go}
            onPick={pick}
          />
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  readonly id: string;
  readonly top: number;
  readonly line: ScreenLine | undefined;
  readonly isActive: boolean;
  /** What it is about, once it was asked. */
  readonly subject: Selection | undefined;
  readonly onGo: (line: ScreenLine) => void;
  readonly onPick: (line: ScreenLine, offset: number) => void;
}

/** The same line at the same place is drawn once. */
const Line = memo(
  function Line({ id, top, line, isActive, subject, onGo, onPick }: LineProps) {
    const { t } = useTranslation('console');
    if (line === undefined) return null;
    const { type, end } = line;
    const words =
      end === undefined
        ? visible(line.text)
        : `${line.text} ${end.signal === undefined ? t('ended', { code: end.exitCode }) : t('endedBy', { signal: end.signal })}`;
    return (
      <div
        id={id}
        className="console-line"
        data-active={isActive || undefined}
        data-type={type}
        style={{ top: `${top}px` }}
        onClick={(event) => onPick(line, offsetAt(event))}
      >
        <span className="console-mark" aria-label={type === 'err' ? t('error') : undefined}>
          {type === 'err' ? '!' : type === 'input' ? '›' : ''}
        </span>
        {type === 'typed' && <span className="console-sign">{promptOf(line)}</span>}
        <span className="console-text">{words}</span>
        {subject !== undefined && (
          <button
            type="button"
            className="console-time console-inspect"
            onClick={(event) => {
              event.stopPropagation();
              currentView().select(subject);
              useView.setState({ panelTab: 'inspector', phoneTab: 'inspector', alone: undefined });
            }}
          >
            {t('inspect')}
          </button>
        )}
        <button
          type="button"
          className="console-time"
          tabIndex={-1}
          title={t('goTo', { event: line.event })}
          onClick={(event) => {
            event.stopPropagation();
            onGo(line);
          }}
        >
          <time>{formatSeconds(line.at)}</time>
        </button>
      </div>
    );
  },
  (a, b) => a.line === b.line && a.top === b.top && a.isActive === b.isActive && a.subject === b.subject,
);

/** The place in the line's text that was clicked. */
function offsetAt(event: MouseEvent): number {
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  return range?.startContainer.parentElement?.className === 'console-text' ? range.startOffset : 0;
}
