import type { Revision } from '../../base/flavor.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import { addCall } from '../core/calls.ts';
import { intervalMs, lookMs, looksKept, type Compactor } from '../core/compactor.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { propose } from './proposing.ts';

/**
 * After a tick: the leader compacts away what is older than is to stay. Every member keeps the books, so that who becomes
 * leader goes on at once (etcd: periodic.go, revision.go).
 */
export function tickCompactor(state: MemberState, out: OutputBuilder): void {
  const { config, nowMs } = state;
  if (config.autoCompactionRetention === 0) return;
  const { call, nextLookMs } = state.compactor;
  if (call !== undefined || nowMs < nextLookMs) return;
  const revision = state.raft.isLeader ? dueRevision(state, state.compactor) : undefined;
  if (revision === undefined) return goOn(state);
  const operation = { type: 'compact', revision } as const;
  const asked = addCall(state, { type: 'own' }, operation, undefined);
  state.compactor = { ...state.compactor, call: asked.id, hasBegun: true };
  propose(state, asked, operation, out);
}

/** A call of the member's own has ended: if it was the compactor's, it looks again. */
export function noticeCompacted(state: MemberState, { id, operation }: Call, outcome: CallOutcome): void {
  const { compactor } = state;
  if (compactor.call !== id || operation.type !== 'compact') return;
  const isDone = outcome.status === 'ok' || outcome.error === 'compacted';
  state.compactor = {
    ...compactor,
    call: undefined,
    ...(isDone ? { lastSuccessMs: state.nowMs, compactedTo: operation.revision } : {}),
  };
  goOn(state);
}

/** Up to where a leader compacts now; undefined: it is not yet time, or there is nothing to forget. */
function dueRevision({ config, nowMs, etcd }: MemberState, compactor: Compactor): Revision | undefined {
  const { autoCompactionRetention: retention } = config;
  if (config.autoCompactionMode === 'revision') {
    const revision = etcd.kv.revision - retention;
    return revision <= 0 || revision === compactor.compactedTo ? undefined : revision;
  }
  const waitsMs = compactor.hasBegun ? intervalMs(retention) : retention;
  return nowMs - compactor.lastSuccessMs < waitsMs ? undefined : compactor.revisions[0];
}

/** Notes the revision, and looks again a while later. */
function goOn(state: MemberState): void {
  const { compactor, config, nowMs, etcd } = state;
  const revisions = [...compactor.revisions, etcd.kv.revision].slice(-looksKept(config));
  state.compactor = { ...compactor, nextLookMs: nowMs + lookMs(config), revisions };
}
