import { assert, unreachable } from '../../base/assert.ts';
import { campaignProgram } from '../../client/campaign.ts';
import type { ClientEvent, ProgramOutcome } from '../../client/effect.ts';
import { leaderKeyProgram } from '../../client/leader-key.ts';
import { lockProgram } from '../../client/lock.ts';
import { observeProgram } from '../../client/observe.ts';
import { stepProgram, type Program } from '../../client/process.ts';
import type { ConcurrencyRequest } from '../../etcd/concurrency-request.ts';
import type { CallOutcome } from '../core/call.ts';
import { takeCall } from './dispatch.ts';
import { identityOf } from '../core/identity.ts';
import type { ClientStreamMessage } from '../io.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { closeStream, openStream, sendStream } from './streams.ts';

/** The program for what was asked; undefined where a single call does it. */
function programFor(request: ConcurrencyRequest): Program | undefined {
  switch (request.type) {
    case 'lock':
      return lockProgram({
        name: request.name,
        holds: false,
        lease: request.lease,
        ttl: 0,
        keepAlive: false,
      });
    case 'campaign': {
      const { name, lease, value } = request;
      return campaignProgram({ name, value, holds: false, lease, ttl: 0, keepAlive: false });
    }
    case 'leader':
      return observeProgram({ name: request.name, once: true });
    case 'observe':
      return observeProgram({ name: request.name, once: false });
    case 'proclaim': {
      const { leader, value } = request;
      if (leader === undefined) return undefined;
      const { key, rev: createRevision, lease } = leader;
      return leaderKeyProgram({ key, createRevision, lease, proclaim: value });
    }
    case 'resign': {
      const { leader } = request;
      if (leader === undefined) return undefined;
      const { key, rev: createRevision, lease } = leader;
      return leaderKeyProgram({ key, createRevision, lease, proclaim: undefined });
    }
    case 'unlock':
      return undefined;
    default:
      return unreachable(request);
  }
}

/** Starts what was asked for. False: no program does it. */
export function startProgram(
  state: MemberState,
  request: number,
  asked: ConcurrencyRequest,
  token: string | undefined,
  out: OutputBuilder,
): boolean {
  const program = programFor(asked);
  if (program === undefined) return false;
  const id = ++state.programCounter;
  state.programs.set(id, { program, token, request, asked, timers: [] });
  stepRunning(state, id, { type: 'start' }, out);
  return true;
}

/** Its client has hung up: what it holds or waits for is given back, and nobody is told. */
export function abandonPrograms(state: MemberState, request: number, out: OutputBuilder): void {
  for (const [id, running] of state.programs) {
    if (running.request !== request) continue;
    state.programs.set(id, { ...running, request: undefined });
    stepRunning(state, id, { type: 'instructed', instruction: { type: 'release' } }, out);
  }
}

export function answerProgram(
  state: MemberState,
  id: number,
  call: number,
  outcome: CallOutcome,
  out: OutputBuilder,
): void {
  if (outcome.status !== 'ok') {
    return stepRunning(state, id, { type: 'answer', call, result: outcome }, out);
  }
  const { result } = outcome;
  assert(result.type !== 'confChange', 'programs ask for what clients ask');
  const running = state.programs.get(id);
  if (result.type === 'txn' && running !== undefined && running.placedAs === undefined) {
    state.programs.set(id, { ...running, placedAs: identityOf(state) });
  }
  stepRunning(state, id, { type: 'answer', call, result: { status: 'ok', result } }, out);
}

export function tellProgram(
  state: MemberState,
  id: number,
  stream: number,
  message: ClientStreamMessage,
  out: OutputBuilder,
): void {
  if (!('type' in message)) return stepRunning(state, id, { type: 'stream', stream, message }, out);
  if (message.type === 'end') {
    return stepRunning(state, id, { type: 'streamEnded', stream, error: message.error }, out);
  }
  if (message.type !== 'snapshot') stepRunning(state, id, { type: 'stream', stream, message }, out);
}

/** Timers that are due go off, in the order in which they were set. */
export function tickPrograms(state: MemberState, out: OutputBuilder): void {
  for (const [id, running] of state.programs) {
    const due = running.timers.filter(({ dueMs }) => dueMs <= state.nowMs);
    if (due.length === 0) continue;
    const timers = running.timers.filter(({ dueMs }) => dueMs > state.nowMs);
    state.programs.set(id, { ...running, timers });
    for (const { timer } of due) stepRunning(state, id, { type: 'timer', timer }, out);
  }
}

function stepRunning(state: MemberState, id: number, event: ClientEvent, out: OutputBuilder): void {
  const before = state.programs.get(id);
  if (before === undefined) return;
  const { program, effects } = stepProgram(before.program, event);
  state.programs.set(id, { ...before, program });
  for (const effect of effects) {
    const running = state.programs.get(id);
    if (running === undefined) return;
    const listener = {
      type: 'program',
      program: id,
      stream: 'stream' in effect ? effect.stream : 0,
    } as const;
    switch (effect.type) {
      case 'call':
        takeCall(
          state,
          { type: 'program', program: id, call: effect.call },
          effect.operation,
          running.token,
          out,
        );
        break;
      case 'openStream':
        openStream(state, listener, effect.kind, running.token, out);
        break;
      case 'sendStream':
        sendStream(state, listener, effect.message, out);
        break;
      case 'closeStream':
        closeStream(state, listener);
        break;
      case 'timer': {
        const timers = [...running.timers, { timer: effect.timer, dueMs: state.nowMs + effect.ms }];
        state.programs.set(id, { ...running, timers });
        break;
      }
      case 'note':
        if (effect.note.type === 'observed') out.observed.push({ running, note: effect.note });
        break;
      case 'done':
        endProgram(state, id, effect.outcome, out);
        break;
    }
  }
}

/** A session that was made for the call alone stays, as in etcd: its lease runs out when nobody keeps it alive. */
function endProgram(state: MemberState, id: number, outcome: ProgramOutcome, out: OutputBuilder): void {
  const running = state.programs.get(id);
  if (running === undefined) return;
  for (const { listener } of state.streams.values()) {
    if (listener.type === 'program' && listener.program === id) closeStream(state, listener);
  }
  state.programs.delete(id);
  out.finished.push({ running, outcome });
}
