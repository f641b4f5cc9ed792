import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lessonsOfType } from '../../lessons/course/messages/lessons-of-type.ts';
import { messageKind } from '../../lessons/course/messages/message-kind.ts';
import { isMessageType, messageTypeNumber, type MessageType } from '../../raft/message.ts';
import { messageTypes } from '../../view/message/message-look.ts';
import { MessagePage } from '../reference/MessagePage.tsx';
import { useMedia } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { closeCourse, openCourse } from './open-course.ts';

const types = messageTypes
  .filter(isMessageType)
  .toSorted((a, b) => messageTypeNumber[a] - messageTypeNumber[b]);

/** Every type by its number; one of them has its whole page beside the list, or below its line where there is no room. */
export function MessageIndex() {
  const { t } = useTranslation('course');
  const item = useView((state) => state.course?.item);
  const [first] = useState<MessageType>('MsgHup');
  const isWide = useMedia('(min-width: 60rem)');
  const open = item !== undefined && isMessageType(item) ? item : isWide ? first : undefined;
  return (
    <section className="messages" aria-label={t('page.messages')}>
      <div>
        <p>{t('messages.lead')}</p>
        <ol className="message-index">
          {types.map((type) => (
            <li key={type}>
              <Line type={type} isOpen={type === open} />
              {type === open && !isWide && <MessagePage type={type} onLeave={closeCourse} />}
            </li>
          ))}
        </ol>
      </div>
      {isWide && open && <MessagePage type={open} onLeave={closeCourse} />}
    </section>
  );
}

function Line({ type, isOpen }: { type: MessageType; isOpen: boolean }) {
  const { t } = useTranslation('course');
  const { shown, alsoIn } = lessonsOfType(type);
  return (
    <button
      type="button"
      className="message-line"
      aria-expanded={isOpen}
      onClick={() => openCourse('messages', isOpen ? undefined : type)}
    >
      <span className="number">{messageTypeNumber[type]}</span>
      <code>{type}</code>
      <span className="message-kind" data-kind={messageKind[type]}>
        {t(`messages.kind.${messageKind[type]}`)}
      </span>
      <span className="muted">{t('messages.lessons', { count: shown.length + alsoIn.length })}</span>
    </button>
  );
}
