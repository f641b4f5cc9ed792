import * as v from 'valibot';
import { fields, whole } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import { assert, unreachable } from '../base/assert.ts';
import type { Revision } from '../base/flavor.ts';
import { cloneDice, drawInt, drawUnit, makeDice, type Dice } from '../base/random.ts';
import type { ClientOperation } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent } from './effect.ts';
import { ascii, compareRevision, del, get, put, slashed, txn } from './operations.ts';
import { defaultLoad, loadRanges, type LoadField, type LoadSettings } from './load-settings.ts';
import type { Turn } from './turn.ts';

const dial = (field: LoadField) => whole(loadRanges[field].min, loadRanges[field].max);
const setting = (field: LoadField) => v.optional(dial(field), defaultLoad[field]);
const turned = (field: LoadField) => v.exactOptional(dial(field));

/** What a load is started with. */
export const loadOptions = {
  name: v.optional(bytes, 'load'),
  settings: v.optional(
    fields({
      clients: setting('clients'),
      perSecond: setting('perSecond'),
      put: setting('put'),
      get: setting('get'),
      txn: setting('txn'),
      delete: setting('delete'),
      serializable: setting('serializable'),
      keys: setting('keys'),
      valueBytes: setting('valueBytes'),
    }),
    () => ({}),
  ),
};

/** What one that runs is turned to; the others stay. */
export const loadChange = fields({
  clients: turned('clients'),
  perSecond: turned('perSecond'),
  put: turned('put'),
  get: turned('get'),
  txn: turned('txn'),
  delete: turned('delete'),
  serializable: turned('serializable'),
  keys: turned('keys'),
  valueBytes: turned('valueBytes'),
});

/** A load ends by itself after so many calls or bytes written: all of them stay in the record of the run. */
export const LOAD_CALLS_MAX = 100_000;
export const LOAD_BYTES_MAX = 64 * 1024 * 1024;

const kinds = ['put', 'get', 'txn', 'delete'] as const;
export type LoadKind = (typeof kinds)[number];

export interface LoadCount {
  readonly ok: number;
  readonly failed: number;
  readonly unknown: number;
}

/**
 * Many clients in one: at drawn moments one that is free makes a call of a drawn kind. While none is free, the call is
 * not made and counted as held back. Its dice are its own: what it draws shifts nobody else's.
 */
export interface LoadProgram {
  readonly recipe: 'load';
  readonly lastId: number;
  readonly name: Uint8Array;
  readonly settings: LoadSettings;
  readonly dice: Dice;
  /** Of the next calls, and how many they are; 0: none. */
  readonly timer: number;
  readonly due: number;
  /** Of the end of the second that is being counted. */
  readonly clock: number;
  readonly open: readonly { readonly call: number; readonly kind: LoadKind }[];
  readonly counts: Readonly<Record<LoadKind, LoadCount>>;
  readonly made: number;
  readonly heldBack: number;
  readonly bytes: number;
  /** What was answered in the second that is being counted, and in the last whole ones, oldest first. */
  readonly second: LoadCount;
  readonly seconds: readonly LoadCount[];
  /** The highest that an answer had. */
  readonly revision: Revision;
}

const NONE: LoadCount = { ok: 0, failed: 0, unknown: 0 };
const SECONDS_KEPT = 30;
/** Calls that would come closer together are made at once. */
const LEAST_GAP_MS = 2;

export function loadProgram(name: Uint8Array, settings: LoadSettings = defaultLoad): LoadProgram {
  return {
    recipe: 'load',
    lastId: 0,
    name,
    settings,
    dice: makeDice(0, 'load'),
    timer: 0,
    due: 0,
    clock: 0,
    open: [],
    counts: { put: NONE, get: NONE, txn: NONE, delete: NONE },
    made: 0,
    heldBack: 0,
    bytes: 0,
    second: NONE,
    seconds: [],
    revision: 0,
  };
}

/** Before it starts: its dice are of the run's seed and of its client's name. */
export function seededLoad(program: LoadProgram, seed: number, client: string): LoadProgram {
  return { ...program, dice: makeDice(seed, 'load', client) };
}

export function stepLoad(program: LoadProgram, event: ClientEvent, turn: Turn): LoadProgram {
  switch (event.type) {
    case 'start':
      return schedule({ ...program, clock: turn.timer(1000) }, turn);
    case 'instructed':
      if (event.instruction.type === 'dial') {
        return schedule({ ...program, settings: { ...program.settings, ...event.instruction.load } }, turn);
      }
      if (event.instruction.type === 'release') finish(program, turn);
      return program;
    case 'timer':
      if (event.timer === program.clock) return countSecond({ ...program, clock: turn.timer(1000) });
      if (event.timer !== program.timer) return program;
      return schedule(makeCalls({ ...program, timer: 0 }, turn), turn);
    case 'answer':
      return answered(program, event.call, event.result, turn);
    default:
      return program;
  }
}

/** The next calls: gaps are drawn evenly up to twice their mean, in whole microseconds. */
function schedule(program: LoadProgram, turn: Turn): LoadProgram {
  const { perSecond } = program.settings;
  if (perSecond === 0 || program.made >= LOAD_CALLS_MAX) return { ...program, timer: 0, due: 0 };
  const dice = cloneDice(program.dice);
  let gap = 0;
  let due = 0;
  do {
    gap += Math.ceil((drawUnit(dice) * 2_000_000) / perSecond) / 1000;
    due++;
  } while (gap < LEAST_GAP_MS);
  return { ...program, dice, due, timer: turn.timer(gap) };
}

function makeCalls(program: LoadProgram, turn: Turn): LoadProgram {
  let next = program;
  for (let i = 0; i < program.due; i++) next = makeCall(next, turn);
  return next;
}

function makeCall(program: LoadProgram, turn: Turn): LoadProgram {
  const { settings, made, open, bytes } = program;
  if (open.length >= settings.clients) return { ...program, heldBack: program.heldBack + 1 };
  if (made >= LOAD_CALLS_MAX || bytes >= LOAD_BYTES_MAX) return program;
  const dice = cloneDice(program.dice);
  const kind = drawKind(settings, dice);
  if (kind === undefined) return program;
  const key = Uint8Array.of(...slashed(program.name), ...ascii(String(drawInt(dice, 1, settings.keys))));
  const isSerializable = drawInt(dice, 1, 100) <= settings.serializable;
  const call = turn.call(operationOf(kind, key, valueOf(settings, made + 1), isSerializable));
  const written = kind === 'put' || kind === 'txn' ? settings.valueBytes : 0;
  return { ...program, dice, made: made + 1, bytes: bytes + written, open: [...open, { call, kind }] };
}

function drawKind(settings: LoadSettings, dice: Dice): LoadKind | undefined {
  const total = kinds.reduce((sum, kind) => sum + settings[kind], 0);
  if (total === 0) return undefined;
  let left = drawInt(dice, 1, total);
  return kinds.find((kind) => (left -= settings[kind]) <= 0);
}

/** The number of the call in digits, filled up or cut off to the size that is wanted. */
function valueOf({ valueBytes }: LoadSettings, number: number): Uint8Array {
  return ascii(String(number).padEnd(valueBytes, '.').slice(0, valueBytes));
}

/** txn: put the key if it is there, else create it. */
function operationOf(
  kind: LoadKind,
  key: Uint8Array,
  value: Uint8Array,
  isSerializable: boolean,
): ClientOperation {
  switch (kind) {
    case 'put':
      return put(key, value);
    case 'get':
      return { ...get(key), consistency: isSerializable ? 'serializable' : 'linearizable' };
    case 'delete':
      return del(key);
    case 'txn':
      return txn(
        [compareRevision('CREATE', key, 'GREATER', 0)],
        [get(key), put(key, value)],
        [put(key, value)],
      );
    default:
      return unreachable(kind);
  }
}

function answered(program: LoadProgram, call: number, result: CallAnswer, turn: Turn): LoadProgram {
  const made = program.open.find((each) => each.call === call);
  if (made === undefined) return program;
  const { status } = result;
  const add = (count: LoadCount): LoadCount => ({ ...count, [status]: count[status] + 1 });
  const next: LoadProgram = {
    ...program,
    open: program.open.filter((each) => each !== made),
    counts: { ...program.counts, [made.kind]: add(program.counts[made.kind]) },
    second: add(program.second),
    revision: result.status === 'ok' ? Math.max(program.revision, result.result.revision) : program.revision,
  };
  const isSpent = next.made >= LOAD_CALLS_MAX || next.bytes >= LOAD_BYTES_MAX;
  if (isSpent && next.open.length === 0) finish(next, turn);
  return next;
}

function countSecond(program: LoadProgram): LoadProgram {
  const seconds = [...program.seconds, program.second].slice(-SECONDS_KEPT);
  assert(seconds.length <= SECONDS_KEPT, 'only the last seconds are kept');
  return { ...program, seconds, second: NONE };
}

function finish({ revision }: LoadProgram, turn: Turn): void {
  turn.done({ type: 'finished', revision });
}
