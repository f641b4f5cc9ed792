import { drawUint32, makeDice, type Dice } from '../../base/random.ts';
import type { LoggedOperation } from '../../etcd/command.ts';
import type { PutRequest, TxnOperation, TxnRequest } from '../../etcd/request.ts';
import type { MemberState } from '../core/member-state.ts';
import { memberRulesWith } from '../core/rules.ts';

/**
 * The operation as a member carries it out whose state machine is no function of the log (setting randomApply): every value
 * that is put gets an end that only this member draws. Logs agree all the same; only the hashes of the stores tell.
 */
export function disturbed({ config, applied }: MemberState, operation: LoggedOperation): LoggedOperation {
  if (!memberRulesWith(config.brokenRules).isDisturbed(config.randomApply)) return operation;
  const dice = makeDice(config.seed, 'randomApply', config.id, applied);
  if (operation.type === 'put') return withEnd(operation, dice);
  return operation.type === 'txn' ? disturbedTxn(operation, dice) : operation;
}

function disturbedTxn(txn: TxnRequest, dice: Dice): TxnRequest {
  const inTxn = (operation: TxnOperation): TxnOperation => {
    if (operation.type === 'txn') return disturbedTxn(operation, dice);
    return operation.type === 'put' ? withEnd(operation, dice) : operation;
  };
  return { ...txn, success: txn.success.map(inTxn), failure: txn.failure.map(inTxn) };
}

function withEnd(put: PutRequest, dice: Dice): PutRequest {
  const end = Uint8Array.from(`#${drawUint32(dice).toString(16)}`, (letter) => letter.charCodeAt(0));
  return { ...put, value: Uint8Array.of(...put.value, ...end) };
}
