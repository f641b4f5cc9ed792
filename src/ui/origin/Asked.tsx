import { useEffect } from 'react';
import { FollowStory } from '../follow/FollowStory.tsx';
import { useFramePart } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { closeAsked, standsBeside, useAsked } from './asked.ts';
import { OriginSteps } from './OriginSteps.tsx';

/** Where a value comes from, or what became of something: above what is selected, until it is closed or something else is selected. */
export function Asked() {
  const last = useAsked();
  const { asked } = last;
  const selection = useView((state) => state.selection);
  const run = useFramePart((frame) => frame.run);
  // Another run has other events.
  const isOver = asked !== undefined && (run !== last.run || !standsBeside(last, selection));
  useEffect(() => {
    if (isOver) closeAsked();
  }, [isOver]);
  if (asked === undefined || isOver) return null;
  return asked.type === 'origin' ? <OriginSteps asked={asked} /> : <FollowStory asked={asked} />;
}
