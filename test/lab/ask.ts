import type { CallOperation } from '../../src/lab/call/call.ts';
import { outcomeOf } from '../../src/lab/call/outcome.ts';
import type { Outcome } from '../../src/lab/frame/world-state.ts';
import type { LabPort } from '../../src/lab/lab-port.ts';

/** Makes a call as a script does, at a node or at whoever leads, and waits for its outcome. */
export async function ask(
  lab: Pick<LabPort, 'call'>,
  operation: CallOperation,
  node?: number,
): Promise<Outcome> {
  return outcomeOf(await lab.call(node === undefined ? { operation } : { operation, node }));
}
