import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNode } from '../../view/say/format.ts';
import { useFramePart } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import type { NetworkChoosing } from './network-context.ts';
import type { NetworkChoice } from './use-stage-keys.ts';

/** Arrow keys, and buttons for who has none: which way each moves the node. */
const WAYS = [
  ['ArrowLeft', '←', 'left', { x: -1, y: 0 }],
  ['ArrowUp', '↑', 'up', { x: 0, y: -1 }],
  ['ArrowDown', '↓', 'down', { x: 0, y: 1 }],
  ['ArrowRight', '→', 'right', { x: 1, y: 0 }],
] as const;

/** A node is moved by arrow keys or by buttons: what is a drag on the stage otherwise. */
export function ArrangeBar({
  choice,
  pick,
  nudge,
  leave,
}: Pick<NetworkChoosing, 'pick' | 'nudge' | 'leave'> & {
  readonly choice: Extract<NetworkChoice, { type: 'move' }>;
}) {
  const { t } = useTranslation('network');
  const bar = useRef<HTMLFormElement>(null);
  const ids = (useFramePart((frame) => frame.nodes) ?? []).map(({ id }) => id);
  const isRing = useView(({ arrangement }) => arrangement.length === 0);
  useEffect(() => bar.current?.querySelector<HTMLElement>('.network-node[aria-pressed=true]')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isButton = event.target instanceof HTMLElement && event.target.dataset['enter'] !== undefined;
    const way = WAYS.find(([key]) => key === event.key);
    if (way) nudge(way[3], event.shiftKey);
    else if (event.key === 'Escape' || (event.key === 'Enter' && !isButton)) leave();
    else if (/^[1-9]$/.test(event.key)) pick(Number(event.key));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      ref={bar}
      className="network-bar"
      aria-label={t('move.title')}
      data-own-keys
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
    >
      <div className="network-nodes" role="group" aria-label={t('nodes')}>
        {ids.map((id) => (
          <button
            key={id}
            type="button"
            className="network-node"
            aria-pressed={choice.node === id}
            onClick={() => pick(id)}
          >
            {formatNode(id)}
          </button>
        ))}
      </div>
      <div className="network-nodes" role="group" aria-label={t('move.ways')}>
        {WAYS.map(([key, sign, name, way]) => (
          <button
            key={key}
            type="button"
            data-enter
            className="network-node"
            aria-label={t(`move.${name}`)}
            onClick={() => nudge(way, false)}
          >
            {sign}
          </button>
        ))}
      </div>
      <p className="network-says" role="status">
        {t('move.hint', { node: formatNode(choice.node) })}
      </p>
      <span className="grow" />
      <button
        type="button"
        data-enter
        className="button"
        disabled={isRing}
        onClick={() => useView.setState({ arrangement: [] })}
      >
        {t('move.ring')}
      </button>
      <button type="button" data-enter className="button button-primary" onClick={leave}>
        {t('move.done')} <kbd aria-hidden="true">Enter</kbd>
      </button>
    </form>
  );
}
