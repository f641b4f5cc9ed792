import type { Look } from '../../lessons/course/lesson.ts';

/** `node 1 timer`, `entry 5 2`, `message MsgVote 1 2`: unlike the names of other things, and what `data-look` says of a ring. */
export function lookName(look: Look): string {
  return Object.values(look).join(' ');
}
