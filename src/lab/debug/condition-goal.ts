import { compileCondition, isCompiled } from '../../expression/compile.ts';
import type { Goal } from '../../explain/likelihood/continuation.ts';
import { CommandError } from '../../sim/command/command.ts';

/** A goal for each continuation from the text of a condition. Throws a CommandError where it is none, with what is wrong and where. */
export function goalOf(condition: string): () => Goal {
  const compiled = compileCondition(condition);
  if (!isCompiled(compiled)) {
    throw new CommandError('badArgument', `condition, character ${compiled.at + 1}: ${compiled.message}`);
  }
  return () => {
    const memory = compiled.newMemory();
    return { isReached: (event, world) => compiled.evaluate({ event, world }, memory) === true };
  };
}
