import { wordsFor } from '../error-words.ts';
import { useEffect, useState } from 'react';
import type { PositionAsk } from '../../lab/lab-port.ts';
import type { Comparison } from '../../lab/look/comparison.ts';
import { useLab } from '../lab-context.tsx';

export type Answer =
  | { readonly type: 'working' }
  | { readonly type: 'here'; readonly comparison: Comparison }
  | { readonly type: 'failed'; readonly reason: string };

const working: Answer = { type: 'working' };

interface Answered {
  readonly a: PositionAsk;
  readonly b: PositionAsk;
  readonly answer: Answer;
}

/** The lab's answer for these two (the same objects are the same question); while it is on its way, and when it is refused, that. */
export function useComparison(a: PositionAsk | undefined, b: PositionAsk | undefined): Answer {
  const lab = useLab();
  const [last, setLast] = useState<Answered>();
  useEffect(() => {
    if (a === undefined || b === undefined) return undefined;
    let isWanted = true;
    const answered = (answer: Answer) => {
      if (isWanted) setLast({ a, b, answer });
    };
    lab.compare(a, b).then(
      (comparison) => answered({ type: 'here', comparison }),
      (error: unknown) => answered({ type: 'failed', reason: wordsFor(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [lab, a, b]);
  return last !== undefined && last.a === a && last.b === b ? last.answer : working;
}
