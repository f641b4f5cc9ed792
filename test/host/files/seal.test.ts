import { expect, test } from 'vitest';
import { openDoors, sealWorker } from '../../../src/host/files/seal.ts';

test('what a worker reaches the network with is gone, wherever it was defined, and cannot be put back', () => {
  const mixin = { fetch: () => 'answered', importScripts: () => undefined };
  const scope: Record<string, unknown> = Object.assign(Object.create(mixin), {
    WebSocket: () => undefined,
    XMLHttpRequest: () => undefined,
    postMessage: () => undefined,
  });
  expect(openDoors(scope)).toEqual(['fetch', 'XMLHttpRequest', 'WebSocket', 'importScripts']);
  sealWorker(scope);
  expect(openDoors(scope)).toEqual([]);
  expect(Reflect.set(scope, 'fetch', () => 'again')).toBe(false);
  expect(Reflect.get(mixin, 'fetch')).toBeUndefined();
  expect(scope['postMessage']).toBeTypeOf('function');
});
