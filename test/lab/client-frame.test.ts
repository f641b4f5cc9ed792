import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { ClientFrame } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { formedProgram, type Recipe, type RecipeValues } from '../../src/forms/client-form.ts';

async function makeLab(): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 7 });
  await lab.step('election');
  await lab.runFor(500);
  return lab;
}

async function start(lab: Lab, client: string, recipe: Recipe, values: RecipeValues = {}): Promise<void> {
  const form = formedProgram(recipe, values);
  if (!form.ok) throw new Error(`${recipe}: ${form.field}`);
  await lab.act({ type: 'startClient', client, endpoints: [1, 2, 3], program: form.program });
}

async function clientsOf(lab: Lab): Promise<readonly ClientFrame[]> {
  const { clients } = await lab.frame({
    elapsedMs: 0,
    log: 'tail',
    logColumns: 1,
    timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
    store: undefined,
  });
  return clients;
}

async function clientOf(lab: Lab, name: string): Promise<ClientFrame> {
  return present(
    (await clientsOf(lab)).find((client) => client.name === name),
    `client ${name} is shown`,
  );
}

const notes = ({ lines }: ClientFrame) => lines.map(({ note }) => note.type);

describe('clients, as the page sees them', () => {
  it('tell who has the lock and who waits for it, until it is released', async () => {
    const lab = await makeLab();
    await start(lab, 'c1', 'lock');
    await lab.runFor(1000);
    await start(lab, 'c2', 'lock');
    await lab.runFor(1000);
    expect(await clientOf(lab, 'c1')).toMatchObject({ recipe: 'lock', stage: 'owner', status: 'running' });
    expect(await clientOf(lab, 'c2')).toMatchObject({ recipe: 'lock', stage: 'waiting', status: 'running' });
    await lab.act({ type: 'tellClient', client: 'c1', instruction: { type: 'release' } });
    await lab.runFor(1000);
    expect(notes(await clientOf(lab, 'c1')).slice(-1)).toEqual(['done']);
    expect(notes(await clientOf(lab, 'c2'))).toContain('owner');
    expect((await clientOf(lab, 'c1')).status).toBe('done');
  });

  it('are the same object while nothing happens to them', async () => {
    const lab = await makeLab();
    await start(lab, 'c1', 'subscribe');
    await lab.runFor(500);
    expect(await clientOf(lab, 'c1')).toBe(await clientOf(lab, 'c1'));
  });

  it('stand still while they are paused, with what has come for them', async () => {
    const lab = await makeLab();
    await start(lab, 's', 'subscribe');
    await lab.runFor(500);
    await lab.act({ type: 'pauseClient', client: 's' });
    await start(lab, 'p', 'publish', { count: '3', gapMs: '50' });
    await lab.runFor(1000);
    expect(await clientOf(lab, 's')).toMatchObject({ status: 'paused', waiting: 3, told: 0 });
    await lab.act({ type: 'resumeClient', client: 's' });
    expect(await clientOf(lab, 's')).toMatchObject({ status: 'running', waiting: 0, told: 3 });
    expect(notes(await clientOf(lab, 'p'))).toEqual(['answered', 'answered', 'answered', 'done']);
  });

  it('can each be started from the form, and come to what they are for', async () => {
    const lab = await makeLab();
    const wanted: readonly (readonly [Recipe, ClientFrame['lines'][number]['note']['type']])[] = [
      ['elect', 'owner'],
      ['observe', 'observed'],
      ['stm', 'done'],
      ['register', 'leaseGranted'],
      ['resolve', 'found'],
      ['enqueue', 'written'],
      ['dequeue', 'done'],
      ['keepAlive', 'leaseGranted'],
    ];
    for (const [recipe] of wanted) {
      await start(lab, recipe, recipe);
      await lab.runFor(1500);
    }
    for (const [recipe, note] of wanted) expect(notes(await clientOf(lab, recipe)), recipe).toContain(note);
    const requests = await lab.frame({
      elapsedMs: 0,
      log: 'tail',
      logColumns: 1,
      timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
      store: undefined,
    });
    expect(new Set(requests.requests.map(({ client }) => client))).toContain('elect');
  });
});
