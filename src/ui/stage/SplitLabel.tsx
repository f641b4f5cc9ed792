import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import type { PlacedText } from '../../view/stage/stage-words.ts';
import { useAct } from '../act.ts';
import { formatGroups } from './node-words.ts';

/** Where a line that splits the network ends: who is on which side; a click heals it. */
export function SplitLabel({ words, groups }: { words: PlacedText; groups: readonly (readonly NodeId[])[] }) {
  const { t } = useTranslation('stage');
  const act = useAct();
  const { left, top, right, bottom } = words.box;
  const heal = t('heal');
  return (
    <button
      type="button"
      className="split-label"
      style={{ left, top, width: right - left, height: bottom - top, fontSize: words.size }}
      onClick={() => act((lab) => lab.act({ type: 'heal' }))}
    >
      {words.text !== heal && <span>{t('split', { groups: formatGroups(groups) })}</span>}
      <em>{heal}</em>
    </button>
  );
}
