import { messageOfResult, resultTables } from '../../../etcd/rpc/result-message.ts';
import { encode } from '../../../protobuf/wire-write.ts';
import { EXIT, Exit } from '../exit.ts';
import type { Printed } from '../printer.ts';

/** -w protobuf of what is no plain answer. */
export function protobufAdmin(what: Printed): Uint8Array {
  if (what.type !== 'moveLeader') {
    throw new Exit(EXIT.badFeature, 'protobuf not supported as output format');
  }
  const { result, identity } = what.answer;
  return encode(resultTables[result.type], messageOfResult(result, identity));
}
