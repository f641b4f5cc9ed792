import { useEffect, useState } from 'react';
import type { SideBySide } from '../../lab/side/side-by-side.ts';
import { useLab } from '../lab-context.tsx';

export type Answer =
  | { readonly type: 'working' }
  | { readonly type: 'here'; readonly lines: SideBySide }
  | { readonly type: 'failed'; readonly reason: string };

const WORKING: Answer = { type: 'working' };

/** Both scripts as the lab has played them. */
export function useSideBySide(a: string, b: string): Answer {
  const lab = useLab();
  const asked = `${a}\n\n${b}`;
  const [last, setLast] = useState<{ readonly asked: string; readonly answer: Answer }>();
  useEffect(() => {
    let isWanted = true;
    const answered = (answer: Answer) => {
      if (isWanted) setLast({ asked, answer });
    };
    lab.sideBySide(a, b).then(
      (lines) => answered({ type: 'here', lines }),
      (error: unknown) =>
        answered({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [lab, a, b, asked]);
  return last?.asked === asked ? last.answer : WORKING;
}
