import type { Goal } from '../../explain/likelihood/continuation.ts';
import { conditionOf } from './condition.ts';

/** A goal for each continuation from the text of a condition. Throws a CommandError that says what is wrong with it, and where. */
export function goalOf(condition: string): () => Goal {
  const compiled = conditionOf('likelihood', condition);
  return () => {
    const memory = compiled.newMemory();
    return { isReached: (event, world) => compiled.evaluate({ event, world }, memory) === true };
  };
}
