import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMs, formatNode } from '../../view/format.ts';
import { useView } from '../store.ts';
import { useFrame } from '../use-frame.ts';

/**
 * The selected message for the keyboard and for screen readers: a button where its token is painted. It is always there,
 * so that it can have the focus as soon as a message is chosen, and out of the tab order until one is.
 */
export function StageMessage({ ref, onOpen }: { ref: Ref<HTMLButtonElement>; onOpen: (id: number) => void }) {
  const { t } = useTranslation('stage');
  const id = useView((state) => (state.selection?.type === 'message' ? state.selection.id : undefined));
  const frame = useFrame();
  const message = frame?.messages.find((each) => each.id === id);
  const words = message
    ? [
        `${message.type} ${formatNode(message.from)} → ${formatNode(message.to)}`,
        message.fate === 'flying'
          ? t('tip.arrives', { ms: formatMs(Math.max(0, message.dueAt - (frame?.at ?? 0))) })
          : t(message.fate === 'held' ? 'tip.held' : 'tip.doomed'),
      ].join(', ')
    : t('arrived');
  return (
    <button
      ref={ref}
      type="button"
      className="stage-message"
      aria-haspopup="menu"
      aria-label={words}
      aria-hidden={id === undefined || undefined}
      tabIndex={id === undefined ? -1 : 0}
      onClick={() => {
        if (id !== undefined) onOpen(id);
      }}
    />
  );
}
