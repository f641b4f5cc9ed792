import { useTranslation } from 'react-i18next';
import type { Frame, MessageFrame } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { fateOf } from '../../view/message/message-fate.ts';
import { FORGED_MARK } from '../../view/message/message-look.ts';
import type { StageToken } from '../../view/stage/token.ts';
import { Menu, type MenuProps } from './ActionMenu.tsx';
import { fateWords } from './fate-words.ts';

/** What a menu must know of a message, or of several on one way. */
export type MenuToken = Pick<StageToken, 'id' | 'ids' | 'type' | 'from' | 'to'>;

interface MessageStackProps extends Omit<MenuProps, 'title' | 'note'> {
  readonly frame: Frame;
  readonly token: MenuToken;
  readonly onChoose: (message: MessageFrame) => void;
}

/** The messages that one token stands for, soonest first; one that is chosen shows what can be done to it. */
export function MessageStack({ frame, token, onChoose, ...menu }: MessageStackProps) {
  const { t } = useTranslation('stage');
  const messages = frame.messages
    .filter((message) => token.ids.includes(message.id))
    .toSorted((a, b) => a.dueAt - b.dueAt || a.id - b.id);
  return (
    <Menu
      {...menu}
      title={t('tip.several', { count: messages.length })}
      note={`${formatNode(token.from)} → ${formatNode(token.to)}`}
    >
      {messages.length === 0 && <p className="menu-nothing muted">{t('arrived')}</p>}
      <div className="menu-items" role="none">
        {messages.map((message) => (
          <button
            key={message.id}
            type="button"
            role="menuitem"
            className="menu-item"
            data-message={message.id}
            onClick={() => onChoose(message)}
          >
            <span>
              {message.forged === true && <span aria-label={t('forged')}>{FORGED_MARK}</span>}
              {message.type}
              {message.reject && ' −'}
            </span>
            <small>{fateWords(message, fateOf(message, frame.nodes), frame)}</small>
          </button>
        ))}
      </div>
    </Menu>
  );
}
