import { useEffect, useState } from 'react';
import type { Preview, PreviewAsk } from '../../lab/debug/preview.ts';
import { factsOf, type ErrorFacts } from '../error-words.ts';
import { useLab } from '../lab-context.tsx';
import { useFramePart } from '../use-frame.ts';

/** What is known of what somebody points at. */
export type PreviewState =
  | { readonly type: 'none' }
  | { readonly type: 'asked' }
  | { readonly type: 'here'; readonly preview: Preview }
  | { readonly type: 'refused'; readonly error: ErrorFacts };

/** Who only passes over a list on the way to something else asks for nothing. */
const REST_MS = 60;

/** What is pointed at, or has the focus, and what it would do at the instant that is shown. */
export function usePreview(): {
  readonly state: PreviewState;
  readonly asked: PreviewAsk | undefined;
  readonly ask: (ask: PreviewAsk | undefined) => void;
} {
  const lab = useLab();
  const [asked, setAsked] = useState<PreviewAsk>();
  const [found, setFound] = useState<Found>();
  const instant = useFramePart(({ run, branch, events, at }) => `${run} ${branch} ${events} ${at}`);
  useEffect(() => {
    if (asked === undefined) return undefined;
    let isMeant = true;
    const show = (state: PreviewState): void => {
      if (isMeant) setFound({ asked, instant, state });
    };
    const timer = setTimeout(() => {
      lab.preview(asked).then(
        (preview) => show({ type: 'here', preview }),
        (error: unknown) => show({ type: 'refused', error: factsOf(error) }),
      );
    }, REST_MS);
    return () => {
      isMeant = false;
      clearTimeout(timer);
    };
  }, [lab, asked, instant]);
  return { state: stateOf(asked, instant, found), asked, ask: setAsked };
}

/** What was found, of what and of which instant. */
interface Found {
  readonly asked: PreviewAsk;
  readonly instant: string | undefined;
  readonly state: PreviewState;
}

/** An answer that is of another instant, or of something else, is none. */
function stateOf(
  asked: PreviewAsk | undefined,
  instant: string | undefined,
  found: Found | undefined,
): PreviewState {
  if (asked === undefined) return { type: 'none' };
  return found?.asked === asked && found.instant === instant ? found.state : { type: 'asked' };
}
