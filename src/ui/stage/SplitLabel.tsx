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
  const { x, y, anchor } = split.label;
  const side =
    anchor === 'start'
      ? { left: Math.min(x, width - rem * 11) }
      : { right: Math.min(width - x, width - rem * 11) };
  const top = Math.max(0, Math.min(y - rem * 0.75, height - rem * 1.8));
  return (
    <button
      type="button"
      className="split-label"
      style={{ ...side, top }}
      onClick={() => act((lab) => lab.act({ type: 'heal' }))}
    >
      <span>{t('split', { groups: scene.groups.map((group) => group.join(' ')).join(' | ') })}</span>
      <em>{t('heal')}</em>
    </button>
  );
}
