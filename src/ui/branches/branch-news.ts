import type { BranchInfo } from '../../lab/frame/frame.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { reportError } from '../act.ts';
import { t } from '../messages/say.ts';
import { useView } from '../view-state.ts';
import { branchName } from './branch-words.ts';

/** Somebody has acted in the past: another branch has begun, and the old one is a click away. */
export function tellBranch(lab: LabPort, begun: BranchInfo, old: BranchInfo): void {
  const values = { name: branchName(begun), old: branchName(old) };
  useView.getState().notify('info', () => t('branches:begun', values), undefined, {
    label: () => t('branches:backTo', { name: values.old }),
    run: () => void lab.switchTo(old.id).catch(reportError),
    passes: true,
    ofRun: true,
  });
}
