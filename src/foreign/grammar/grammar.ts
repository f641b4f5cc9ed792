import type { Role } from '../history.ts';

/**
 * How the lines of somebody's log are to be read: patterns of whole lines, the first that fits counts, and rules for what is
 * said in them.
 */
export interface LineGrammar {
  /** Nanoseconds of one, where `{time}` is a plain number. */
  readonly unitNanos: number;
  readonly lines: readonly Pattern[];
  readonly rules: readonly Rule[];
}

/** Texts stand as they are, a space is one or more, a field takes what is between its neighbours. */
export interface Pattern {
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'space' }
  /** `_` is left out. */
  | { readonly type: 'field'; readonly name: string };

export const phases = ['invoke', 'ok', 'fail', 'info'] as const;
export type Phase = (typeof phases)[number];

/** Each is looked for anywhere in a line's `{text}` (in the whole line where it has none). */
export type Rule =
  | { readonly type: 'role'; readonly role: Role; readonly pattern: Pattern }
  | { readonly type: 'send' | 'receive'; readonly pattern: Pattern }
  | { readonly type: 'operation'; readonly phase: Phase; readonly name: string; readonly pattern: Pattern };

/** Fields that mean something; any other is kept with its line. */
export const knownFields = [
  'time',
  'node',
  'level',
  'type',
  'text',
  'term',
  'id',
  'from',
  'to',
  'client',
  'key',
  'value',
  'expected',
] as const;
