import { AssertionError, unreachable } from '../base/assert.ts';
import type { ConsoleProgram } from '../console/kernel/console-program.ts';
import { stepBarrier, type BarrierProgram } from './barrier.ts';
import { stepCalls, type CallsProgram } from './calls.ts';
import { stepCampaign, type CampaignProgram } from './campaign.ts';
import { seededConsole } from './console.ts';
import { stepDequeue, type DequeueProgram } from './dequeue.ts';
import { stepDiscovery, type DiscoveryProgram } from './discovery.ts';
import { stepDoubleBarrier, type DoubleBarrierProgram } from './double-barrier.ts';
import type { ClientEffect, ClientEvent } from './effect.ts';
import { stepEnqueue, type EnqueueProgram } from './enqueue.ts';
import { stepKeepAlive, type KeepAliveProgram } from './keep-alive.ts';
import { stepLeaderKey, type LeaderKeyProgram } from './leader-key.ts';
import { seededLoad, stepLoad, type LoadProgram } from './load.ts';
import { stepLock, type LockProgram } from './lock.ts';
import { stepObserve, type ObserveProgram } from './observe.ts';
import { stepRwLock, type RwLockProgram } from './rw-lock.ts';
import { stepStm, type StmProgram } from './stm.ts';
import { Turn } from './turn.ts';
import { stepWatching, type WatchingProgram } from './watching.ts';

/** A client program between two events: plain data, never changed. `lastId` is the number it used last. */
export type Program =
  | BarrierProgram
  | CallsProgram
  | CampaignProgram
  | ConsoleProgram
  | DequeueProgram
  | DiscoveryProgram
  | DoubleBarrierProgram
  | EnqueueProgram
  | KeepAliveProgram
  | LeaderKeyProgram
  | LoadProgram
  | LockProgram
  | ObserveProgram
  | RwLockProgram
  | StmProgram
  | WatchingProgram;

/** Where a program stands in its recipe, of those that say so. */
export type ProgramStage = Extract<Program, { readonly stage: string }>['stage'];

/**
 * What a program becomes by an event, and what it wants: a function of the two and nothing else. What a program does
 * is etcd's client library and its recipes (clientv3, clientv3/concurrency, contrib/recipes); how its calls find a
 * member is for others (client.ts).
 */
export function stepProgram(
  program: Program,
  event: ClientEvent,
): { readonly program: Program; readonly effects: readonly ClientEffect[] } {
  const turn = new Turn(program.lastId);
  const next = step(program, event, turn);
  return { program: { ...next, lastId: turn.lastId }, effects: turn.effects };
}

/** A program as it is when its client is made: what it draws is of the run's seed and its client's name. */
export function seededProgram(program: Program, seed: number, client: string): Program {
  if (program.recipe === 'console') return seededConsole(program, seed, client);
  return program.recipe === 'load' ? seededLoad(program, seed, client) : program;
}

function step(program: Program, event: ClientEvent, turn: Turn): Program {
  switch (program.recipe) {
    case 'barrier':
      return stepBarrier(program, event, turn);
    case 'calls':
      return stepCalls(program, event, turn);
    case 'campaign':
      return stepCampaign(program, event, turn);
    case 'console':
      throw new AssertionError('consoles are stepped by their world, not as clients of etcd’s library');
    case 'dequeue':
      return stepDequeue(program, event, turn);
    case 'discovery':
      return stepDiscovery(program, event, turn);
    case 'doubleBarrier':
      return stepDoubleBarrier(program, event, turn);
    case 'enqueue':
      return stepEnqueue(program, event, turn);
    case 'keepAlive':
      return stepKeepAlive(program, event, turn);
    case 'leaderKey':
      return stepLeaderKey(program, event, turn);
    case 'load':
      return stepLoad(program, event, turn);
    case 'lock':
      return stepLock(program, event, turn);
    case 'observe':
      return stepObserve(program, event, turn);
    case 'rwLock':
      return stepRwLock(program, event, turn);
    case 'stm':
      return stepStm(program, event, turn);
    case 'watching':
      return stepWatching(program, event, turn);
    default:
      return unreachable(program);
  }
}
