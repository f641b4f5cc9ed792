import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { Claims } from './Claims.tsx';
import { Glossary } from './Glossary.tsx';
import { LessonList } from './LessonList.tsx';
import { MessageIndex } from './MessageIndex.tsx';
import { closeCourse, courseViews, openCourse, type CourseView } from './open-course.ts';
import { Quiz } from './Quiz.tsx';
import { Results } from './Results.tsx';
import './course.css';

const pages: Readonly<Record<CourseView, () => ReactElement>> = {
  lessons: () => <LessonList />,
  quiz: () => <Quiz />,
  messages: () => <MessageIndex />,
  glossary: () => <AskedGlossary />,
  claims: () => <Claims />,
  results: () => <Results />,
};

/** The course, over the whole window; the lab stays as it is behind it. */
export default function CoursePage() {
  const { t } = useTranslation('course');
  const view = useView((state) => state.course?.view) ?? 'lessons';
  return (
    <Modal title={t('title')} onClose={closeCourse} whole>
      <div className="course">
        <nav className="course-nav" aria-label={t('pages')}>
          {courseViews.map((each) => (
            <button
              key={each}
              type="button"
              className="course-tab"
              aria-current={each === view ? 'page' : undefined}
              ref={each === view ? showTab : undefined}
              onClick={() => openCourse(each)}
            >
              {t(`page.${each}`)}
            </button>
          ))}
        </nav>
        {/* It scrolls: whoever has no wheel reaches it by Tab. Another page begins at its top. */}
        <div key={view} className="course-page" tabIndex={0} role="region" aria-label={t(`page.${view}`)}>
          <div className="course-column">{pages[view]()}</div>
        </div>
      </div>
    </Modal>
  );
}

/** Whoever comes for a term finds it, whatever was searched for before. */
function AskedGlossary() {
  const item = useView((state) => state.course?.item);
  return <Glossary key={item} item={item} />;
}

/** Where the names have not all room, that of the page that is open is in sight. */
function showTab(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
