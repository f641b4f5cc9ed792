import { expect, test } from 'vitest';
import { Lab } from '../../../src/lab/lab.ts';
import { bareFrameRequest } from '../../../src/lab/play/opening.ts';
import { put } from '../../../src/lab/call/operations.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { tourAfter, tourBegins, type TourState } from '../../../src/ui/tour/tour-stops.ts';

test('the tour goes on with the protocol: elected, written, killed by the viewer, elected again', async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({});
  let state: TourState = tourBegins;
  const look = async (): Promise<string> => {
    state = tourAfter(state, await lab.picture(bareFrameRequest));
    return state.stop;
  };
  expect(await look()).toBe('elect');
  await lab.step('election');
  expect(await look()).toBe('leads');
  const [leader, term] = [state.leader ?? 0, state.term];
  expect(leader).toBeGreaterThan(0);
  // That one is read, and gone on from by a button.
  expect(await look()).toBe('leads');
  state = { ...state, stop: 'put' };
  expect(await look()).toBe('put');
  const answered = lab.call({ operation: put('x', '1') });
  await lab.runFor(500);
  await answered;
  expect(await look()).toBe('kill');
  // Another one that is killed is not the leader.
  const other = leader === 1 ? 2 : 1;
  await lab.act({ type: 'kill', node: other });
  expect(await look()).toBe('kill');
  await lab.act({ type: 'restart', node: other });
  await lab.act({ type: 'kill', node: leader });
  expect(await look()).toBe('again');
  expect(await look()).toBe('again');
  await lab.step('election');
  expect(await look()).toBe('done');
  expect(state.leader).not.toBe(leader);
  expect(state.term).toBeGreaterThan(term);
});
