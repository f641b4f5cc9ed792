import type { OpenedKept } from '../../lab/keep/kept-labs.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { showLabView } from '../lab-view.ts';
import { useView } from '../view-state.ts';

/** Opens a kept lab and shows it as it was. */
export async function openKept(lab: Pick<LabPort, 'openKept'>, id: string): Promise<void> {
  const opened = await lab.openKept(id);
  if (opened !== undefined) showOpened(opened);
}

/** A kept lab that was opened is shown as it was; what is to be known of it is said. */
export function showOpened({ view, isDamaged, differs }: OpenedKept): void {
  showLabView(view);
  const { notify } = useView.getState();
  if (isDamaged) notify('error', '', 'labDamagedHere');
  if (differs !== undefined) notify('error', String(differs.upTo), 'labDiffersHere');
}
