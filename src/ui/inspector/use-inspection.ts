import { useEffect, useRef, useState } from 'react';
import type { Inspection, Selection } from '../../lab/frame.ts';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { useFrame } from '../use-frame.ts';

/** What the lab knows of the selection, asked again whenever the instant changes; never two questions at once. */
export function useInspection(selection: Selection): Inspection | undefined {
  const lab = useLab();
  const version = useFrame()?.version;
  const [answer, setAnswer] = useState<{ readonly of: Selection; readonly inspection: Inspection }>();
  const asking = useRef(false);
  const missed = useRef(false);
  const wanted = useRef(selection);
  useEffect(() => {
    wanted.current = selection;
    // No frame, no instant to ask about.
    if (version === undefined) return;
    const ask = async (): Promise<void> => {
      if (asking.current) {
        missed.current = true;
        return;
      }
      asking.current = true;
      const of = wanted.current;
      try {
        setAnswer({ of, inspection: await lab.inspect(of) });
      } catch (error) {
        reportError(error);
      }
      asking.current = false;
      if (missed.current) {
        missed.current = false;
        await ask();
      }
    };
    void ask();
  }, [lab, selection, version]);
  return answer && answer.of === selection ? answer.inspection : undefined;
}
