import { unreachable } from '../../base/assert.ts';
import type { AlarmEffect } from '../cluster/alarm-store.ts';
import { costOf, isCharged } from '../cluster/quota.ts';
import type { LoggedOperation } from '../command.ts';
import type { EtcdErrorCode } from '../request.ts';

/**
 * What is not carried out while an alarm is on, whoever asks (etcd: applierV3Corrupt, applierV3Capped):
 *
 *              put  txn that puts  other txn  deleteRange  range*  compact  lease grant  lease revoke
 *     NOSPACE   -         -           yes         yes       yes      yes         -           yes
 *     CORRUPT   -         -            -           -         -        -          -            -
 *
 * Users, alarms and what members write themselves go on. (*) Of ranges in the log: reads of what is applied go on too.
 * A transaction puts if either of its branches does, whichever would be taken; those of inner
 * transactions are not looked at.
 */
export function refusalByAlarm(operation: LoggedOperation, effect: AlarmEffect): EtcdErrorCode | undefined {
  switch (effect) {
    case 'none':
      return undefined;
    case 'noSpace':
      return isCharged(operation) && costOf(operation) > 0 ? 'noSpace' : undefined;
    case 'corrupt':
      return isRefusedWhenCorrupt(operation) ? 'corrupt' : undefined;
    default:
      return unreachable(effect);
  }
}

function isRefusedWhenCorrupt(operation: LoggedOperation): boolean {
  switch (operation.type) {
    case 'put':
    case 'range':
    case 'deleteRange':
    case 'txn':
    case 'compact':
    case 'leaseGrant':
    case 'leaseRevoke':
      return true;
    default:
      return false;
  }
}
