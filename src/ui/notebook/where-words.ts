import type { Position } from '../../history/position.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { branchName } from '../branches/branch-words.ts';
import { t } from '../messages/say.ts';
import { useView } from '../view-state.ts';

/** An instant in a few words: its time, and its branch where there is more than one. */
export function whereWords({ branch: id, at }: Pick<Position, 'branch' | 'at'>): string {
  const branches = useView.getState().frame?.branches ?? [];
  const seconds = formatSeconds(at);
  const branch = branches.find((each) => each.id === id);
  if (branch === undefined || branches.length < 2) return t('notebook:at', { seconds });
  return t('notebook:on', { branch: branchName(branch), seconds });
}
