import type { Micros } from '../../base/flavor.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import type { Past } from '../past.ts';
import { foresee } from './foresight.ts';

/** When the call will be answered if nobody acts; undefined: its client gives up before, or nobody can tell. */
export async function answeredAt(past: Past, { id, invokedAt }: ClientCall): Promise<Micros | undefined> {
  const givesUpAt = invokedAt + past.now.durations.clientTimeout;
  const foreseen = await foresee(past, (world) => world.calls.pendingCall(id) === undefined);
  if (foreseen === undefined || foreseen.at >= givesUpAt) return undefined;
  return foreseen.at;
}
