import type { KeptLab } from '../../lab/keep/keeper.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { beginStory } from '../../lab/play/opening.ts';
import { reportError } from '../act.ts';
import { t } from '../messages/say.ts';
import { useView } from '../view-state.ts';
import { openKept } from './open-kept.ts';

/** What a lab is called, or what there is to tell it by. */
export function labName({ name, about }: Pick<KeptLab, 'name' | 'about'>): string {
  if (name !== '') return name;
  return about === undefined
    ? t('labs:unknown')
    : t('labs:unnamed', { nodes: about.nodes, seed: about.seed });
}

/** Deleted, with a way back in the notice, after which `onBack` is called. The one that is open makes room for another. */
export async function deleteLab(port: LabPort, kept: KeptLab, onBack: () => void): Promise<void> {
  await port.deleteKept(kept.id);
  if (kept.isOpen === 'here') await beginStory(port);
  const takeBack = async (): Promise<void> => {
    await port.restoreKept(kept.id);
    if (kept.isOpen === 'here') await openKept(port, kept.id);
  };
  useView.getState().notify('info', () => t('labs:deleted', { lab: labName(kept) }), undefined, {
    label: () => t('labs:undo'),
    run: () => void takeBack().catch(reportError).finally(onBack),
  });
}
