import { expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

function makeLab(): Lab {
  return new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
}

it('a member that fell as it started has done so once when the lab is opened again', async () => {
  const lab = makeLab();
  await lab.reset({ nodes: 3, seed: 1 });
  await lab.runFor(3000);
  await lab.act({ type: 'kill', node: 1 });
  await lab.act({ type: 'disk', node: 1, settings: { unreadable: 'wal' } });
  await lab.act({ type: 'restart', node: 1 });
  expect((await lab.state()).nodes[0]).toMatchObject({ status: 'killed' });
  await lab.act({ type: 'disk', node: 1, settings: { unreadable: 'nothing' } });
  await lab.act({ type: 'restart', node: 1 });
  await lab.runFor(500);
  expect((await lab.state()).nodes[0]).toMatchObject({ status: 'up' });
  const again = makeLab();
  await again.reset({ nodes: 1 });
  await again.open(await lab.save({ panelTab: 'log' }));
  expect(await again.hash()).toBe(await lab.hash());
});
