import { unreachable } from '../../../base/assert.ts';
import type { Printed, PrintSettings } from '../printer.ts';

/** -w json of the commands about members, users and the cluster. */
export function jsonAdmin(what: Printed, _settings: PrintSettings): string {
  return unreachable(what as never);
}
