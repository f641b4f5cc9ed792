import { unreachable } from '../../../base/assert.ts';
import type { Printed } from '../printer.ts';

/** -w protobuf of what is no plain answer. */
export function protobufAdmin(what: Printed): Uint8Array {
  return unreachable(what as never);
}
