import { afterEach, expect, test, vi } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a message that has ended is looked up in the record once, whatever was asked for in between', async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 3 });
  await lab.step('election');
  await lab.step('message');
  const ids = (await lab.state()).messages.map(({ id }) => id);
  const [first, second] = [present(ids[0], 'a message'), present(ids[1], 'another message')];
  await lab.runFor(1000);
  const found = await lab.inspect({ type: 'message', id: first });
  expect(found).toMatchObject({ type: 'message', id: first, end: 'delivered' });
  await lab.inspect({ type: 'message', id: second });
  await lab.runFor(1000);
  const handle = vi.spyOn(Member.prototype, 'handle');
  expect(await lab.inspect({ type: 'message', id: first })).toBe(found);
  expect(handle).not.toHaveBeenCalled();
});

test('so is an event', async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 3 });
  await lab.runFor(2000);
  const found = await lab.inspect({ type: 'event', number: 40 });
  expect(found).toMatchObject({ type: 'event', number: 40 });
  await lab.inspect({ type: 'event', number: 41 });
  await lab.runFor(1000);
  const handle = vi.spyOn(Member.prototype, 'handle');
  expect(await lab.inspect({ type: 'event', number: 40 })).toBe(found);
  expect(handle).not.toHaveBeenCalled();
});
