import { wordsFor } from '../error-words.ts';
import { useEffect, useState } from 'react';
import type { Micros } from '../../base/flavor.ts';
import { subjectText, type Subject } from '../../explain/why/subject.ts';
import type { Why } from '../../explain/why/why.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { useLab } from '../lab-context.tsx';
import { useView } from '../view-state.ts';

/** An answer with the instant it is of, or why there is none; `of`: which asking it is. */
type Told = { readonly of: string } & (
  { readonly why: Why; readonly at: Micros } | { readonly failed: string }
);

/** While time runs it is asked anew after so many events. */
const EVENTS_BETWEEN = 100;

/**
 * Why it is so at the instant shown, asked anew when that is another. Undefined: the lab has not answered yet. `times`: another
 * number asks once more.
 */
export function useWhy(subject: Subject, frame: Frame, times = 0): Told | undefined {
  const lab = useLab();
  const [told, setTold] = useState<Told>();
  const { run, branch, events, at, playing } = frame;
  const text = subjectText(subject);
  const instant = playing ? `${Math.floor(events / EVENTS_BETWEEN)}` : `${events} ${at}`;
  const of = `${text} ${times} ${run} ${branch} ${instant}`;
  useEffect(() => {
    let isOver = false;
    const askedAt = useView.getState().frame?.at ?? 0;
    lab.why(text).then(
      (why) => {
        if (!isOver) setTold({ of, why, at: askedAt });
      },
      (error: unknown) => {
        if (!isOver) setTold({ of, failed: wordsFor(error) });
      },
    );
    return () => {
      isOver = true;
    };
  }, [lab, text, of]);
  // The last answer about the same stays until the next one is there.
  return told?.of.startsWith(`${text} `) === true ? told : undefined;
}
