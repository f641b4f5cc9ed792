import { answerConcurrency, sayHttp, sayObserved } from './gateway.ts';
import { answerHttp } from './router.ts';
import { tellV2Watcher } from './v2-keys.ts';
import type { EndedCall } from '../core/call.ts';
import { identityOf } from '../core/identity.ts';
import type { ClientStreamMessage } from '../io.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { countHandled } from '../server/counting.ts';
import { noticeCompacted } from '../server/auto-compaction.ts';
import { answerPeer } from '../server/peer-calls.ts';
import { answerProgram, tellProgram } from '../server/programs.ts';
import type { Listener } from '../core/open-stream.ts';
import { answerKeepAlive } from '../server/streams.ts';

/** Whether somebody is still to be told something. */
export function hasNews({ ended, said, observed, finished, v2Told }: OutputBuilder): boolean {
  return ended.length + said.length + observed.length + finished.length + v2Told.length > 0;
}

/**
 * Tells everybody within reach what has come of what they asked: clients, peers, and those within the member, who may
 * go on with other calls then; until nobody has anything more to hear.
 */
export function tellAll(state: MemberState, out: OutputBuilder): void {
  while (hasNews(out)) {
    for (const told of out.v2Told.take()) tellV2Watcher(state, told, out);
    for (const ended of out.ended.take()) tellEnded(state, ended, out);
    for (const { listener, message } of out.said.take()) tellListener(state, listener, message, out);
    for (const { running, note } of out.observed.take()) {
      sayObserved(state, running, { type: 'observe', revision: note.revision, kv: note.kv }, out);
    }
    for (const { running, outcome } of out.finished.take()) {
      answerConcurrency(state, running, outcome, out);
    }
  }
}

function tellEnded(state: MemberState, { call, outcome }: EndedCall, out: OutputBuilder): void {
  const { asker } = call;
  if (asker.type === 'client' || (asker.type === 'http' && asker.door.type === 'gateway')) {
    countHandled(state, call, outcome);
  }
  switch (asker.type) {
    case 'client':
      return out.answer(
        asker.request,
        outcome.status === 'ok'
          ? { status: 'ok', result: outcome.result, identity: identityOf(state) }
          : outcome,
      );
    case 'http':
      return answerHttp(state, call, outcome, out);
    case 'peer':
      return answerPeer(state, call, outcome, out);
    case 'program':
      return answerProgram(state, asker.program, asker.call, outcome, out);
    case 'stream':
      return answerKeepAlive(state, call, outcome, out);
    case 'own':
      return noticeCompacted(state, call, outcome);
  }
}

function tellListener(
  state: MemberState,
  listener: Listener,
  message: ClientStreamMessage,
  out: OutputBuilder,
): void {
  switch (listener.type) {
    case 'client':
      out.streams.push({ stream: listener.stream, message, identity: identityOf(state) });
      return;
    case 'http':
      return sayHttp(state, listener.request, message, out);
    case 'program':
      return tellProgram(state, listener.program, listener.stream, message, out);
  }
}
