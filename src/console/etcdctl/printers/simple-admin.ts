import { unreachable } from '../../../base/assert.ts';
import type { Printed, PrintSettings } from '../printer.ts';
import type { Pieces } from './simple.ts';

/** -w simple of the commands about members, users and the cluster. */
export function simpleAdmin(what: Printed, _settings: PrintSettings): Pieces {
  return unreachable(what as never);
}
