import type { MessageType } from '../../../raft/message.ts';
import { seenIn } from './seen-in.ts';

export interface LessonsOfType {
  /** Ids of the lessons that point at such a message. */
  readonly shown: readonly string[];
  /** Of the others in whose runs one comes up. */
  readonly alsoIn: readonly string[];
}

export function lessonsOfType(type: MessageType): LessonsOfType {
  const has = (types: string) => types.split(' ').includes(type);
  const lessons = Object.entries(seenIn);
  return {
    shown: lessons.flatMap(([id, { shows }]) => (has(shows) ? [id] : [])),
    alsoIn: lessons.flatMap(([id, { runs, shows }]) => (has(runs) && !has(shows) ? [id] : [])),
  };
}
