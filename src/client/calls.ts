import * as v from 'valibot';
import { isSet, list, number } from '../base/schema.ts';
import { clientOperation } from '../etcd/operation-schema.ts';
import type { ClientOperation } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent } from './effect.ts';
import type { Turn } from './turn.ts';

/**
 * Calls one after another, each when the one before has been answered and `gapMs` have passed: a person at a console,
 * a publisher with its messages, a load.
 */
export interface CallsProgram {
  readonly recipe: 'calls';
  readonly lastId: number;
  /** Still to be made. */
  readonly operations: readonly ClientOperation[];
  readonly gapMs: number;
  /** true: it waits to be told of more. */
  readonly stays: boolean;
  /** The call under way, and the pause under way; 0: none. */
  readonly call: number;
  readonly timer: number;
  readonly results: readonly CallAnswer[];
}

/** One call after the other, `gapMs` after each answer; `stays`: it waits to be told of more. */
export const callsOptions = {
  operations: list(clientOperation, 'a list of operations'),
  gapMs: v.optional(number(0, 3_600_000), 0),
  stays: v.optional(isSet, false),
};

export function callsProgram(options: Pick<CallsProgram, 'operations' | 'gapMs' | 'stays'>): CallsProgram {
  return { recipe: 'calls', lastId: 0, ...options, call: 0, timer: 0, results: [] };
}

export function stepCalls(program: CallsProgram, event: ClientEvent, turn: Turn): CallsProgram {
  switch (event.type) {
    case 'start':
      return next(program, turn);
    case 'instructed': {
      if (event.instruction.type === 'release') return next({ ...program, stays: false }, turn);
      if (event.instruction.type !== 'call') return program;
      const more = { ...program, operations: [...program.operations, event.instruction.operation] };
      return program.call === 0 && program.timer === 0 ? next(more, turn) : more;
    }
    case 'answer': {
      const [operation] = program.operations;
      if (event.call !== program.call || operation === undefined) return program;
      turn.note({ type: 'answered', operation, result: event.result });
      const rest = program.operations.slice(1);
      const results = program.stays ? [] : [...program.results, event.result];
      const answered = { ...program, operations: rest, results, call: 0 };
      return program.gapMs > 0 && rest.length > 0
        ? { ...answered, timer: turn.timer(program.gapMs) }
        : next(answered, turn);
    }
    case 'timer':
      return event.timer === program.timer ? next({ ...program, timer: 0 }, turn) : program;
    default:
      return program;
  }
}

function next(program: CallsProgram, turn: Turn): CallsProgram {
  if (program.call !== 0 || program.timer !== 0) return program;
  const [operation] = program.operations;
  if (operation !== undefined) return { ...program, call: turn.call(operation) };
  if (!program.stays) turn.done({ type: 'answered', results: program.results });
  return program;
}
