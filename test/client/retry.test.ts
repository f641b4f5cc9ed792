import { describe, expect, it } from 'vitest';
import { callsProgram } from '../../src/client/calls.ts';
import { makeClient, stepClient, type Client, type EndpointEffect } from '../../src/client/client.ts';
import type { CallFailure, CallAnswer, ClientEvent, StreamAnswer } from '../../src/client/effect.ts';
import { get, NO_BYTES, put, watch } from '../../src/client/operations.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../../src/client/retry.ts';
import { watchingProgram } from '../../src/client/watching.ts';
import type { ClientOperation, WatchResponse } from '../../src/etcd/request.ts';
import { bytes } from './little-etcd.ts';

const K = bytes('k');
const read = get(K);
const write = put(K, bytes('v'));

/** A client by hand: what happens to it, and what it wants. */
class ByHand {
  client: Client;
  effects: readonly EndpointEffect[] = [];

  constructor(operations: readonly ClientOperation[], policy: Partial<RetryPolicy> = {}) {
    const program = callsProgram({ operations, gapMs: 0, stays: false });
    this.client = makeClient({
      name: 'c',
      endpoints: [1, 2, 3],
      program,
      seed: 1,
      policy: { ...defaultRetryPolicy, ...policy },
    });
    this.take({ type: 'start' });
  }

  take(event: ClientEvent): void {
    const { client, effects } = stepClient(this.client, event);
    this.client = client;
    this.effects = effects.filter(({ type }) => type !== 'note');
  }

  /** Answers the attempt that is under way. */
  answer(result: CallAnswer): void {
    const [effect] = this.effects;
    if (effect?.type !== 'call') throw new Error(`a call is under way, not ${effect?.type}`);
    this.take({ type: 'answer', call: effect.call, result });
  }

  fail(status: CallFailure['status'], error: CallFailure['error']): void {
    this.answer({ status, error });
  }

  /** Lets the time pass for which it waits. */
  wait(): number {
    const [effect] = this.effects;
    if (effect?.type !== 'timer') throw new Error(`it waits, not ${effect?.type}`);
    this.take({ type: 'timer', timer: effect.timer });
    return effect.ms;
  }

  get wants(): string {
    const [effect] = this.effects;
    if (effect?.type === 'call') return `call ${effect.endpoint}`;
    if (effect?.type !== 'done') return effect?.type ?? 'nothing';
    if (effect.outcome.type !== 'answered') return effect.outcome.type;
    const [result] = effect.outcome.results;
    return result?.status === 'ok' ? 'ok' : `${result?.status} ${result?.error}`;
  }
}

const ok: CallAnswer = {
  status: 'ok',
  result: { type: 'range', revision: 1, kvs: [], count: 0, more: false },
};

describe('a client that makes calls', () => {
  it('goes round its endpoints', () => {
    const c = new ByHand([read, read, read, read]);
    const asked: string[] = [];
    for (let i = 0; i < 4; i++) {
      asked.push(c.wants);
      c.answer(ok);
    }
    expect(asked).toEqual(['call 1', 'call 2', 'call 3', 'call 1']);
    expect(c.wants).toBe('ok');
  });

  it('makes a read again elsewhere, after a while, as long as it is only unavailable', () => {
    const c = new ByHand([read]);
    c.fail('failed', 'noLeader');
    expect(c.wait()).toBeGreaterThan(20);
    expect(c.wants).toBe('call 2');
    c.fail('failed', 'timeout');
    c.wait();
    c.fail('failed', 'compacted');
    expect(c.wants).toBe('failed compacted');
  });

  it('waits neither the same time twice nor far from the usual', () => {
    const c = new ByHand([read], { backoffMs: 1000 });
    const waits = Array.from({ length: 20 }, () => {
      c.fail('failed', 'leaderChanged');
      return c.wait();
    });
    expect(new Set(waits).size).toBeGreaterThan(10);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(900);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1100);
  });

  it('turns to the next at once when nobody is there, and waits only after a round', () => {
    const c = new ByHand([write]);
    for (const asked of ['call 1', 'call 2', 'call 3']) {
      expect(c.wants).toBe(asked);
      c.fail('failed', 'unhealthy');
    }
    c.wait();
    expect(c.wants).toBe('call 1');
  });

  it('never makes a write again whose outcome nobody knows', () => {
    for (const retryWrites of ['notConnected', 'surelyNotDone', 'never'] as const) {
      const c = new ByHand([write], { retryWrites });
      c.fail('unknown', 'timeout');
      expect(c.wants).toBe('unknown timeout');
    }
  });

  it('makes a write again that was surely not done only if it is told to', () => {
    const usual = new ByHand([write]);
    usual.fail('failed', 'proposalDropped');
    expect(usual.wants).toBe('failed proposalDropped');
    const stubborn = new ByHand([write], { retryWrites: 'surelyNotDone' });
    stubborn.fail('failed', 'proposalDropped');
    stubborn.wait();
    stubborn.fail('failed', 'noLeader');
    stubborn.wait();
    expect(stubborn.wants).toBe('call 3');
    stubborn.fail('failed', 'noSpace');
    expect(stubborn.wants).toBe('failed noSpace');
    const timid = new ByHand([write], { retryWrites: 'never' });
    timid.fail('failed', 'unhealthy');
    expect(timid.wants).toBe('failed unhealthy');
  });

  it('gives up after so many attempts', () => {
    const c = new ByHand([read], { attemptsMax: 2 });
    c.fail('failed', 'noLeader');
    c.wait();
    c.fail('failed', 'noLeader');
    expect(c.wants).toBe('failed noLeader');
  });
});

function response(fields: Partial<WatchResponse>): StreamAnswer {
  return {
    revision: 1,
    watchId: 0n,
    created: false,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    fragment: false,
    events: [],
    ...fields,
  };
}

function event(modRevision: number): WatchResponse['events'][number] {
  const kv = { key: K, value: NO_BYTES, createRevision: 1, modRevision, version: 1, lease: 0n };
  return { type: 'PUT', kv };
}

function opened(effects: readonly EndpointEffect[]): { stream: number; endpoint: number } {
  const effect = effects.find(({ type }) => type === 'openStream');
  if (effect?.type !== 'openStream') throw new Error('a stream is opened');
  return { stream: effect.stream, endpoint: effect.endpoint };
}

/** Loses the stream and goes on elsewhere: from where. */
function reopen(client: Client, stream: number): { client: Client; stream: number; from: number } {
  const lost = stepClient(client, { type: 'streamEnded', stream, error: 'stopped' });
  const timer = lost.effects.find(({ type }) => type === 'timer');
  if (timer?.type !== 'timer') throw new Error('it waits');
  const again = stepClient(lost.client, { type: 'timer', timer: timer.timer });
  const sent = again.effects.find(({ type }) => type === 'sendStream');
  if (sent?.type !== 'sendStream' || sent.message.type !== 'create') throw new Error('it asks again');
  return { client: again.client, stream: opened(again.effects).stream, from: sent.message.startRevision };
}

function watching(startRevision: number): { client: Client; stream: number; endpoint: number } {
  const program = watchingProgram(watch(K, NO_BYTES, startRevision));
  const begun = stepClient(makeClient({ name: 'c', endpoints: [1, 2], program, seed: 1 }), {
    type: 'start',
  });
  return { client: begun.client, ...opened(begun.effects) };
}

describe('a client that watches', () => {
  it('goes on with the revision after the last it has heard of', () => {
    const { client, stream } = watching(2);
    const heard = [
      response({ created: true }),
      response({ events: [event(4), event(6)], revision: 9 }),
    ].reduce((state, message) => stepClient(state, { type: 'stream', stream, message }).client, client);
    expect(reopen(heard, stream).from).toBe(7);
  });

  it('goes on after the revision at which it began, when nothing has happened since', () => {
    const { client, stream } = watching(0);
    const message = response({ created: true, revision: 41 });
    const heard = stepClient(client, { type: 'stream', stream, message }).client;
    const again = reopen(heard, stream);
    expect(again.from).toBe(42);
    const twice = stepClient(again.client, {
      type: 'stream',
      stream: again.stream,
      message: response({ created: true, revision: 50 }),
    });
    expect(reopen(twice.client, again.stream).from).toBe(42);
  });

  it('does not repeat what a notification of progress has ruled out', () => {
    const { client, stream } = watching(3);
    const heard = stepClient(client, { type: 'stream', stream, message: response({ revision: 30 }) }).client;
    expect(reopen(heard, stream).from).toBe(31);
  });

  it('ends when the member refuses it', () => {
    const { client, stream } = watching(3);
    const { effects } = stepClient(client, { type: 'streamEnded', stream, error: 'permissionDenied' });
    expect(effects).toContainEqual({
      type: 'done',
      outcome: { type: 'failed', status: 'failed', error: 'permissionDenied' },
    });
  });
});
