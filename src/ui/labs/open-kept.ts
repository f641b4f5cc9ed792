import type { LabPort } from '../../lab/lab-port.ts';
import { showLabView } from '../lab-view.ts';
import { useView } from '../view-state.ts';

/**
 * Opens a kept lab, the one used last without `id`, and shows it as it was; what is to be known of it is said. The number of
 * its run; undefined: there is none to open.
 */
export async function openKept(
  lab: Pick<LabPort, 'openKept'>,
  id: string | undefined,
): Promise<number | undefined> {
  const opened = await lab.openKept(id);
  if (opened === undefined) return undefined;
  showLabView(opened.view);
  const { notify } = useView.getState();
  if (opened.isDamaged) notify('error', '', 'labDamagedHere');
  if (opened.differs !== undefined) notify('error', String(opened.differs.upTo), 'labDiffersHere');
  return opened.run;
}
