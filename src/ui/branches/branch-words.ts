import { msToMicros } from '../../base/flavor.ts';
import type { OrderedBranch } from '../../view/time/branch-tree.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { t } from '../messages/say.ts';

/** As it was named; until then by its number. */
export function branchName({ id, name }: { readonly id: number; readonly name: string }): string {
  return name === '' ? t('branches:name', { id }) : name;
}

/** A lane in one sentence: where it comes from, how far it goes, whether it is the one that is looked at. */
export function branchSentence({ branch, parent }: OrderedBranch): string {
  const name = branchName(branch);
  const at = seconds(branch.timeMs);
  const words = parent === undefined ? name : t('branches:from', { name, parent: branchName(parent), at });
  return branch.current
    ? t('branches:current', { words })
    : t('branches:ends', { words, end: seconds(branch.endMs) });
}

function seconds(ms: number): string {
  return formatSeconds(msToMicros(ms));
}
