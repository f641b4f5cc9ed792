import type { ClientEvent } from './effect.ts';
import {
  newSession,
  openSession,
  orphan,
  stepSession,
  type Session,
  type SessionOptions,
} from './session.ts';
import type { Turn } from './turn.ts';

/** A lease and nothing else: granted (or taken over), kept alive until told to let go, then revoked. */
export interface KeepAliveProgram {
  readonly recipe: 'keepAlive';
  readonly lastId: number;
  readonly session: Session;
  readonly stage: 'new' | 'alive' | 'revoking' | 'done';
  readonly call: number;
}

export function keepAliveProgram(options: SessionOptions): KeepAliveProgram {
  return { recipe: 'keepAlive', lastId: 0, session: newSession(options), stage: 'new', call: 0 };
}

export function stepKeepAlive(program: KeepAliveProgram, event: ClientEvent, turn: Turn): KeepAliveProgram {
  if (program.stage === 'done') return program;
  if (event.type === 'start') {
    return { ...program, stage: 'alive', session: openSession(program.session, turn).session };
  }
  if (event.type === 'instructed') {
    if (event.instruction.type === 'stopKeepAlive')
      return { ...program, session: orphan(program.session, turn) };
    if (event.instruction.type !== 'release' || program.session.stage !== 'alive') return program;
    const session = orphan(program.session, turn);
    return {
      ...program,
      stage: 'revoking',
      session,
      call: turn.call({ type: 'leaseRevoke', id: session.lease }),
    };
  }
  if (program.stage === 'revoking') {
    if (event.type !== 'answer' || event.call !== program.call) return program;
    const { result } = event;
    if (result.status === 'ok') turn.done({ type: 'released', revision: result.result.revision });
    else turn.fail(result.error, result.status);
    return { ...program, stage: 'done' };
  }
  const { session, became } = stepSession(program.session, event, turn);
  if (became === 'lost') turn.fail('sessionExpired');
  else if (became !== undefined && became !== 'alive') turn.fail(became.error);
  const isOver = became !== undefined && became !== 'alive';
  return { ...program, session, stage: isOver ? 'done' : program.stage };
}
