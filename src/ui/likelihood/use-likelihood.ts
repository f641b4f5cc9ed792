import { useCallback, useEffect, useRef, useState } from 'react';
import type { Likelihood, LikelihoodAsk } from '../../lab/debug/likelihood.ts';
import { factsOf, type ErrorFacts } from '../error-words.ts';
import { useLab } from '../lab-context.tsx';

export type LikelihoodState =
  | { readonly type: 'open' }
  | { readonly type: 'working' }
  | { readonly type: 'here'; readonly answer: Likelihood }
  | { readonly type: 'failed'; readonly error: ErrorFacts };

/** Asks when told to; whoever closes the dialog or stops the work stops the lab's work as well. */
export function useLikelihood(): {
  readonly state: LikelihoodState;
  readonly ask: (ask: LikelihoodAsk) => void;
  readonly stop: () => void;
} {
  const lab = useLab();
  const [state, setState] = useState<LikelihoodState>({ type: 'open' });
  const asked = useRef(0);
  const isWorking = useRef(false);
  const ask = useCallback(
    (question: LikelihoodAsk) => {
      const number = ++asked.current;
      const answered = (next: LikelihoodState) => {
        if (number !== asked.current) return;
        isWorking.current = false;
        setState(next);
      };
      isWorking.current = true;
      setState({ type: 'working' });
      lab.likelihood(question).then(
        (answer) => answered({ type: 'here', answer }),
        (error: unknown) => answered(isStopped(error) ? { type: 'open' } : failed(error)),
      );
    },
    [lab],
  );
  const stop = useCallback(() => {
    if (isWorking.current) void lab.pause();
  }, [lab]);
  useEffect(
    () => () => {
      asked.current++;
      stop();
    },
    [stop],
  );
  return { state, ask, stop };
}

function isStopped(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'stopped';
}

function failed(error: unknown): LikelihoodState {
  return { type: 'failed', error: factsOf(error) };
}
