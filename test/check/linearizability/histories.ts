import { drawInt, drawUnit, makeDice, type Dice } from '../../../src/base/random.ts';
import { stepEtcd } from '../../../src/check/linearizability/etcd-step.ts';
import { emptyStore, type EtcdState } from '../../../src/check/linearizability/etcd-state.ts';
import type { EtcdOperation, EtcdRequest, Observed } from '../../../src/check/linearizability/history.ts';
import type { RegisterOperation } from '../../../src/check/linearizability/register-model.ts';

/** How clients work on what answers them one at a time, at random instants between call and answer. */
export interface Work {
  readonly seed: number;
  readonly calls: number;
  /** So many have a call open at a time; who gets no answer goes on as somebody else. */
  readonly clients: number;
  readonly keys: number;
  /** The share of changes that get no answer; half of them are done all the same. */
  readonly unknown: number;
  /** The share of reads among the calls. */
  readonly reads: number;
  /** After this share of the calls one read is answered with what was there long before. */
  readonly staleAfter?: number;
}

interface Asked {
  readonly key: string;
  readonly isRead: boolean;
  readonly isKnown: boolean;
  readonly isDone: boolean;
  readonly invokedAt: number;
  readonly doneAt: number;
  readonly returnedAt: number;
}

/** When what is asked and done, in the order of the instants at which it is done. */
function drawWork({ seed, calls, clients, keys, unknown, reads }: Work): Asked[] {
  const dice = makeDice(seed, 'history');
  const free = Array.from({ length: clients }, () => drawInt(dice, 0, 1000));
  const asked: Asked[] = [];
  for (let i = 0; i < calls; i++) {
    const client = i % clients;
    const invokedAt = (free[client] ?? 0) + drawInt(dice, 1, 100);
    const doneAt = invokedAt + drawInt(dice, 1, 1000);
    const returnedAt = doneAt + drawInt(dice, 1, 1000);
    const isRead = drawUnit(dice) < reads;
    const isKnown = drawUnit(dice) >= unknown;
    asked.push({
      key: `k${drawInt(dice, 0, keys - 1)}`,
      isRead,
      isKnown,
      isDone: isKnown || drawInt(dice, 0, 1) === 1,
      invokedAt,
      doneAt,
      returnedAt,
    });
    free[client] = returnedAt;
  }
  return asked.sort((a, b) => a.doneAt - b.doneAt);
}

function staleAt({ staleAfter }: Work, asked: readonly Asked[]): number {
  if (staleAfter === undefined) return -1;
  const from = Math.floor(asked.length * staleAfter);
  return asked.findIndex(({ isRead, isKnown }, i) => i >= from && isRead && isKnown);
}

/** Registers, every write of another value. */
export function registerHistory(work: Work): Observed<RegisterOperation>[] {
  const asked = drawWork(work);
  const stale = staleAt(work, asked);
  const values = new Map<string, string[]>();
  /** Those whose writers were answered: nobody can say that they came later. */
  const known = new Map<string, string[]>();
  return asked.map(({ key, isRead, isKnown, isDone, invokedAt, returnedAt }, i) => {
    const written = values.get(key) ?? [];
    if (isRead) {
      const old = known.get(key) ?? [];
      const value = i === stale ? old[Math.floor(old.length / 2)] : written.at(-1);
      return {
        operation: { key, type: 'read', value },
        invokedAt,
        returnedAt: isKnown ? returnedAt : undefined,
      };
    }
    const value = `v${i}`;
    if (isDone) values.set(key, [...written.slice(-1000), value]);
    if (isKnown) known.set(key, [...(known.get(key) ?? []).slice(-1000), value]);
    return {
      operation: { key, type: 'write', value },
      invokedAt,
      returnedAt: isKnown ? returnedAt : undefined,
    };
  });
}

/** etcd: puts, guarded puts, deletions and reads, with revisions in their answers. */
export function etcdHistory(work: Work): Observed<EtcdOperation>[] {
  const asked = drawWork(work);
  const dice = makeDice(work.seed, 'requests');
  const stale = staleAt(work, asked);
  let state = emptyStore();
  let before: EtcdState = state;
  return asked.map(({ key, isRead, isKnown, isDone, invokedAt, returnedAt }, i) => {
    const request = isRead ? ({ type: 'range', key } as const) : drawChange(dice, key, `v${i}`, state);
    if (i === Math.floor(asked.length * (work.staleAfter ?? 1) * 0.7)) before = state;
    const done = stepEtcd(i === stale ? before : state, request);
    if (isDone && done.ok && i !== stale) ({ state } = done);
    if (!isKnown || !done.ok) {
      return { operation: { request, answer: undefined }, invokedAt, returnedAt: undefined };
    }
    const { result } = done;
    const told =
      result.type === 'delete'
        ? { type: 'delete' as const, deleted: result.previous.length }
        : result.type === 'put'
          ? { type: 'put' as const }
          : result;
    const answer = { ok: true as const, revision: done.state.revision, result: told };
    return { operation: { request, answer }, invokedAt, returnedAt };
  });
}

function drawChange(dice: Dice, key: string, value: string, state: EtcdState): EtcdRequest {
  const chance = drawUnit(dice);
  if (chance < 0.6) return { type: 'put', key, value };
  if (chance < 0.7) return { type: 'delete', key };
  const mod = state.keys.get(key)?.mod ?? 0;
  return {
    type: 'txn',
    compare: [{ key, target: 'mod', result: 'equal', value: drawInt(dice, 0, 3) === 0 ? mod + 1 : mod }],
    success: [{ type: 'put', key, value }],
    failure: [{ type: 'range', key }],
  };
}
