import { useEffect } from 'react';
import { FollowStory } from '../follow/FollowStory.tsx';
import { useFramePart } from '../use-frame.ts';
import { closeAsked, useAsked } from './asked.ts';
import { OriginSteps } from './OriginSteps.tsx';

/** Where a value comes from, or what became of something: above what is selected, until it is closed. */
export function Asked() {
  const asked = useAsked((state) => state.asked);
  const askedRun = useAsked((state) => state.run);
  const run = useFramePart((frame) => frame.run);
  useEffect(() => {
    // Another run has other events.
    if (asked !== undefined && run !== askedRun) closeAsked();
  }, [asked, askedRun, run]);
  if (asked === undefined || run !== askedRun) return null;
  return asked.type === 'origin' ? <OriginSteps asked={asked} /> : <FollowStory asked={asked} />;
}
