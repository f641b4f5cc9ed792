import { LockstepHost } from '../../../../src/host/member/lockstep-host.ts';
import { WorkerHost } from '../../../../src/host/member/worker-host.ts';
import { Member } from '../../../../src/node/member.ts';
import { measurePuts } from './measure-puts.ts';

/**
 * Puts through three members in node workers, with 1 client and with 100: with shadows, and with a world that waits for
 * the workers' own records.
 */
async function measure(): Promise<{
  one: number;
  hundred: number;
  lockstepOne: number;
  lockstepHundred: number;
}> {
  const rates: number[] = [];
  for (const Host of [WorkerHost, LockstepHost]) {
    for (const clients of [1, 100]) {
      const host = new Host(
        () => new Worker(new URL('./node.ts', import.meta.url), { type: 'module' }),
        Member,
      );
      rates.push(await measurePuts(host, clients));
      host.dispose();
    }
  }
  const [one = 0, hundred = 0, lockstepOne = 0, lockstepHundred = 0] = rates;
  return { one, hundred, lockstepOne, lockstepHundred };
}

measure().then(
  (result) => postMessage(result),
  (error: unknown) => postMessage({ error: String(error) }),
);
