import { unreachable } from '../../../base/assert.ts';
import type { Printed, PrintSettings } from '../printer.ts';

/** -w fields of the commands about members, users and the cluster. */
export function fieldsAdmin(what: Printed, _settings: PrintSettings): readonly string[] {
  return unreachable(what as never);
}
