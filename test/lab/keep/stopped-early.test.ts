import { expect, test } from 'vitest';
import { KeptLabs } from '../../../src/lab/keep/kept-labs.ts';
import { Turns } from '../../../src/lab/play/turns.ts';
import { LabKeeper } from '../../../src/host/keep/keeper.ts';
import { LabModel } from '../../saved/lab-model.ts';
import { MemoryShelf } from '../../host/keep/memory-shelf.ts';

test('a stop that comes while the log of a kept lab is read is not forgotten', async () => {
  const shelf = new MemoryShelf();
  const keeperParts = {
    openShelf: async () => shelf,
    locks: { hold: async () => () => undefined, held: async () => new Set<string>() },
    newId: () => 'lab1',
    today: () => 0,
    clock: () => 0,
    later: () => undefined,
  };
  const before = new LabKeeper(keeperParts);
  await before.keepNow({}, () => new LabModel().source());
  shelf.forgetWriters();
  const keeper = new LabKeeper(keeperParts);
  const turns = new Turns({ clock: () => 0, breathe: undefined, now: () => 0, atRest: () => undefined });
  let reopened = 0;
  const labs = new KeptLabs({
    keeper: { here: keeper, load: async () => keeper, mayHaveLabs: async () => true },
    turns,
    run: () => undefined,
    reopen: async () => {
      reopened++;
      return { run: 7, differs: { branch: 1, after: 0, upTo: 1 } };
    },
  });

  const opening = labs.open('lab1');
  turns.stop('pause');
  await expect(opening).rejects.toMatchObject({ code: 'stopped' });
  expect(reopened).toBe(0);

  // Whoever asks again has it.
  expect(await labs.open('lab1')).toMatchObject({ run: 7 });
});
