import type { Move } from '../lessons/course/lesson.ts';
import { CommandError } from '../sim/command/command.ts';
import type { LabPort } from './lab-port.ts';

/** `until` of a move is waited for so long, in virtual milliseconds. */
const UNTIL_MS = 600_000;

type Doing = Pick<LabPort, 'act' | 'runFor' | 'runUntil' | 'etcdctl'>;

/**
 * Does the moves of a lesson's `tryIt` one after the other, as fast as they go. Rejects at the first that cannot be done, or whose
 * condition does not come, and what was done before it stays.
 */
export async function doMoves(lab: Doing, moves: readonly Move[]): Promise<void> {
  let failed: { readonly error: unknown } | undefined;
  for (const move of moves) {
    if ('ms' in move) await lab.runFor(move.ms);
    else if ('until' in move) await runUntil(lab, move.until);
    else if ('etcdctl' in move) {
      // It ends in virtual time, which goes on with the moves that follow; the next call of the lab comes after its beginning.
      const { etcdctl: line, ...at } = move;
      lab.etcdctl({ line, ...at }).catch((error: unknown) => {
        failed = { error };
      });
    } else await lab.act(move);
    if (failed !== undefined) throw failed.error;
  }
}

async function runUntil(lab: Doing, condition: string): Promise<void> {
  const { end } = await lab.runUntil(condition, UNTIL_MS);
  if (end !== 'found')
    throw new CommandError('badArgument', `${condition} does not come to hold, and a move waits for it`);
}
