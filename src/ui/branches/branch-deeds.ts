import { microsToMs, type Micros } from '../../base/flavor.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { pathOf, type BranchRow, type TreeBranch } from '../../view/time/branch-tree.ts';
import { reportError } from '../act.ts';
import { t } from '../messages/say.ts';
import { useView } from '../view-state.ts';
import { branchName } from './branch-words.ts';

/** To an instant of a branch. The past that the current one shares is reached without leaving it. */
export async function goToTime(lab: LabPort, { id }: BranchRow, at: Micros): Promise<void> {
  const branches = useView.getState().frame?.branches ?? [];
  const isShared = at <= (pathOf(branches).get(id) ?? -1);
  const branch = isShared ? (branches.find(({ current }) => current)?.id ?? id) : id;
  await lab.goTo({ branch, atMs: microsToMs(at) });
}

/** Deleted, with a way back in the notice: to the branch, and to the instant that was looked at if it was on it. */
export async function deleteBranch(lab: LabPort, branch: TreeBranch): Promise<void> {
  const { frame } = useView.getState();
  const name = branchName(branch);
  await lab.deleteBranch(branch.id);
  const takeBack = async () => {
    await lab.restoreBranch(branch.id);
    if (branch.current && frame) {
      const { events: event, at } = frame;
      await lab.goTo({ branch: branch.id, event, atMs: microsToMs(at) });
    }
  };
  useView.getState().notify('info', () => t('branches:deleted', { name }), undefined, {
    label: () => t('branches:undo'),
    run: () => void takeBack().catch(reportError),
    ofRun: true,
  });
}
