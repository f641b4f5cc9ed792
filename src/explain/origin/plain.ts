import type { ConfState } from '../../raft/entry.ts';
import type { PlainValue } from './origin-step.ts';

/** A value of a record as plain data: what is beyond the exact numbers is decimal text, a list or a record one text. */
export function plainOf(value: unknown): PlainValue {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? '';
}

/** A configuration as etcd's tracker writes it: `voters=(1 2 3)&&(1 2) learners=(4)`. */
export function configText(confState: ConfState | undefined): string {
  const { voters = [], votersOutgoing = [], learners = [], learnersNext = [] } = confState ?? {};
  const parts = [`voters=${list(voters)}${votersOutgoing.length > 0 ? `&&${list(votersOutgoing)}` : ''}`];
  if (learners.length > 0) parts.push(`learners=${list(learners)}`);
  if (learnersNext.length > 0) parts.push(`learners_next=${list(learnersNext)}`);
  return parts.join(' ');
}

function list(ids: readonly number[]): string {
  return `(${ids.join(' ')})`;
}
