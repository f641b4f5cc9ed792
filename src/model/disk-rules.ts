import type { HardState } from '../raft/entry.ts';
import type { Message, MsgStorageAppend } from '../raft/message.ts';

const NONE: readonly Message[] = [];

/** Rule acknowledgeBeforeFsync: what is told to others before the write that it vouches for is done. Without it nothing is. */
export function promisesBeforeSync(
  { from, responses }: MsgStorageAppend,
  brokenRules: readonly string[],
): readonly Message[] {
  if (!brokenRules.includes('acknowledgeBeforeFsync')) return NONE;
  return responses.filter(({ to, type }) => to !== from && type === 'MsgAppResp');
}

/** Rules voteInMemory and termInMemory: what a restart finds of the hard state. With neither broken: all of it. */
export function restartState(hardState: HardState, brokenRules: readonly string[]): HardState {
  const term = brokenRules.includes('termInMemory') ? 0 : hardState.term;
  const vote = term === 0 || brokenRules.includes('voteInMemory') ? 0 : hardState.vote;
  return { ...hardState, term, vote };
}
