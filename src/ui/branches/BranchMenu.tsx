import { useTranslation } from 'react-i18next';
import type { TreeBranch } from '../../view/time/branch-tree.ts';
import { Menu } from '../stage/ActionMenu.tsx';
import { branchName } from './branch-words.ts';

export type BranchDeed = 'switch' | 'rename' | 'compare' | 'compareOther' | 'delete';

/** What can be done to a branch. */
export function BranchMenu({
  branch,
  isOnly,
  x,
  y,
  onDo,
  onClose,
}: {
  branch: TreeBranch;
  isOnly: boolean;
  /** Where it opens, in pixels of the window. */
  x: number;
  y: number;
  onDo: (deed: BranchDeed) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('branches');
  const deeds: readonly BranchDeed[] = branch.current
    ? ['compareOther', 'rename', 'delete']
    : ['switch', 'compare', 'rename', 'delete'];
  return (
    <Menu title={branchName(branch)} x={x} y={y} keepFree={nothing} onClose={onClose}>
      {deeds
        .filter((deed) => deed !== 'delete' || !isOnly)
        .map((deed) => (
          <button
            key={deed}
            type="button"
            role="menuitem"
            className={deed === 'delete' ? 'menu-item menu-danger' : 'menu-item'}
            onClick={() => onDo(deed)}
          >
            <span>{t(`does.${deed}.name`)}</span>
            <small>{t(`does.${deed}.does`)}</small>
          </button>
        ))}
    </Menu>
  );
}

function nothing(): readonly never[] {
  return [];
}
