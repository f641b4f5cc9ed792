import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNode } from '../../view/say/format.ts';
import { fateOf } from '../../view/message/message-fate.ts';
import { useView } from '../view-state.ts';
import { useFrame } from '../use-frame.ts';
import { fateWords } from './fate-words.ts';

/**
 * The selected message for the keyboard and for screen readers: a button where its token is painted. It is always there,
 * so that it can have the focus as soon as a message is chosen, and out of the tab order until one is.
 */
export function StageMessage({ ref, onOpen }: { ref: Ref<HTMLButtonElement>; onOpen: (id: number) => void }) {
  const { t } = useTranslation('stage');
  const id = useView((state) => (state.selection?.type === 'message' ? state.selection.id : undefined));
  const frame = useFrame();
  const message = frame?.messages.find((each) => each.id === id);
  const words =
    frame && message
      ? [
          `${message.type} ${formatNode(message.from)} → ${formatNode(message.to)}`,
          ...(message.forged === true ? [t('forged')] : []),
          fateWords(message, fateOf(message, frame.nodes), frame),
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
