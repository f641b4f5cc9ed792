import { useTranslation } from 'react-i18next';
import { lessonsOfType } from '../../lessons/course/messages/lessons-of-type.ts';
import type { MessageType } from '../../raft/message.ts';
import { LessonLinks } from '../course/LessonLinks.tsx';

/** The lessons that show such a message, and those in which one comes up. */
export function InLessons({ type, onLeave }: { type: MessageType; onLeave: () => void }) {
  const { t } = useTranslation('reference');
  const { shown, alsoIn } = lessonsOfType(type);
  return (
    <>
      <h4>{t('inLessons')}</h4>
      {shown.length + alsoIn.length === 0 && <p className="muted">{t('inNoLesson')}</p>}
      <LessonLinks ids={shown} onLeave={onLeave} />
      <LessonLinks ids={alsoIn} label={t('alsoIn')} titles={false} onLeave={onLeave} />
    </>
  );
}
