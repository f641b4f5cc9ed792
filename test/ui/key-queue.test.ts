import { expect, test } from 'vitest';
import { KeyQueue } from '../../src/ui/key-queue.ts';

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

test('a key that reads the frame waits until the frame shows what the key before it did', async () => {
  const queue = new KeyQueue();
  const done: string[] = [];
  const key = (name: string) => () => Promise.resolve(done.push(name));
  void queue.press(true, key('kill'));
  await settled();
  expect(done).toEqual(['kill']);
  void queue.press(true, key('restart'));
  await settled();
  queue.frameShown(); // asked for before the kill was done, perhaps
  await settled();
  expect(done).toEqual(['kill']);
  queue.frameShown();
  await settled();
  expect(done).toEqual(['kill', 'restart']);
});

test('a key that reads nothing runs as soon as the one before it is done', async () => {
  const queue = new KeyQueue();
  const done: string[] = [];
  void queue.press(true, () => Promise.resolve(done.push('kill')));
  void queue.press(false, () => Promise.resolve(done.push('step')));
  await settled();
  expect(done).toEqual(['kill', 'step']);
});

test('a key whose work fails says so and stops nobody', async () => {
  const queue = new KeyQueue();
  const failed = queue.press(false, () => Promise.reject(new Error('no')));
  const next = queue.press(false, () => Promise.resolve('yes'));
  await expect(failed).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
