import { useTranslation } from 'react-i18next';
import type { StageScene } from '../../view/stage.ts';
import { useAct } from '../act.ts';

/** Beside a line that splits the network: who is on which side; a click heals it. */
export function SplitLabel({ scene }: { scene: StageScene }) {
  const { t } = useTranslation('stage');
  const act = useAct();
  const [split] = scene.splits;
  if (!split) return null;
  const { width, height, rem } = scene.layout.size;
  const left = Math.max(rem, Math.min(split.label.x + rem * 0.6, width - rem * 12));
  const top = Math.max(0, Math.min(split.label.y - rem, height - rem * 2.1));
  return (
    <button
      type="button"
      className="split-label"
      style={{ left, top }}
      onClick={() => act((lab) => lab.act({ type: 'heal' }))}
    >
      <span>{t('split', { groups: scene.groups.map((group) => group.join(' ')).join(' | ') })}</span>
      <em>{t('heal')}</em>
    </button>
  );
}
