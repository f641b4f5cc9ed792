import type { Observed } from '../../../src/check/linearizability/history.ts';
import type { SequentialModel } from '../../../src/check/linearizability/model.ts';

/** Every order of every subset that holds all calls that returned: slow, and plainly right. */
export function canBeExplained<State, Operation>(
  calls: readonly Observed<Operation>[],
  { step, initial }: Pick<SequentialModel<State, Operation>, 'step' | 'initial'>,
): boolean {
  const from = (left: readonly Observed<Operation>[], state: State): boolean => {
    if (left.every(({ returnedAt }) => returnedAt === undefined)) return true;
    return left.some((first) => {
      const others = left.filter((each) => each !== first);
      if (others.some(({ returnedAt }) => returnedAt !== undefined && returnedAt < first.invokedAt))
        return false;
      const stepped = step(state, first.operation);
      return stepped !== undefined && from(others, stepped.state);
    });
  };
  return from(calls, initial);
}
