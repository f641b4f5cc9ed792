import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { catalogue } from '../../lessons/course/catalogue.ts';
import { chapterTexts } from '../../lessons/course/chapters.ts';
import { CHAPTERS, type ChapterId, type Heading } from '../../lessons/course/lesson.ts';
import { lessonResult, type LessonResult } from '../../lessons/course/results/lesson-result.ts';
import { useText } from '../lesson/text-of.ts';
import { useView } from '../view-state.ts';
import { useGoToLesson } from './go-to-lesson.ts';
import { LessonCard } from './LessonCard.tsx';
import { useLessons, type LessonsById } from './lessons-here.ts';
import { openCourse } from './open-course.ts';
import { useLearnt, type Learnt } from './progress-store.ts';

const LEVELS = [1, 2, 3, 4, 5] as const;

type Track = 'core' | 'all';

/** The chapters with their lessons, what was done of them, and where to go on. */
export function LessonList() {
  const { t } = useTranslation('course');
  const [track, setTrack] = useState<Track>('all');
  const [level, setLevel] = useState(0);
  const shown = catalogue.filter(
    (heading) => (track === 'all' || heading.core) && (level === 0 || heading.level === level),
  );
  return (
    <>
      <Beginning />
      <div className="course-filter" role="group" aria-label={t('filter')}>
        <div className="segments" role="radiogroup" aria-label={t('track')}>
          {(['core', 'all'] as const).map((each) => (
            <label key={each} data-checked={track === each ? '' : undefined}>
              <input
                type="radio"
                name="course-track"
                checked={track === each}
                onChange={() => setTrack(each)}
              />
              {t(`tracks.${each}`)}
            </label>
          ))}
        </div>
        <label>
          {t('level')}{' '}
          <select value={level} onChange={(event) => setLevel(Number(event.target.value))}>
            <option value={0}>{t('anyLevel')}</option>
            {LEVELS.map((each) => (
              <option key={each} value={each}>
                {`${each} · ${t(`levels.level${each}`)}`}
              </option>
            ))}
          </select>
        </label>
        <output className="muted">{t('shown', { count: shown.length, minutes: minutesOf(shown) })}</output>
      </div>
      {shown.length === 0 && <p className="muted">{t('noneShown')}</p>}
      {CHAPTERS.map((chapter) => (
        <ChapterPart
          key={chapter}
          chapter={chapter}
          headings={shown.filter((heading) => heading.chapter === chapter)}
        />
      ))}
    </>
  );
}

/** What the course is, how far one has come, and the way on. */
function Beginning() {
  const { t } = useTranslation('course');
  const say = useText();
  const lessons = useLessons();
  const learnt = useLearnt();
  const goToLesson = useGoToLesson();
  const next = nextLesson(lessons, learnt);
  const results = resultsOf(lessons, learnt);
  const sum = (of: 'predicted' | 'seen', part: 'right' | 'of') =>
    results.reduce((total, result) => total + result[of][part], 0);
  const hasBegun = Object.keys(learnt.lessons).length > 0;
  return (
    <section className="course-begin" aria-label={t('goOn')}>
      <p className="course-lead">{t('lead')}</p>
      <div className="course-go">
        {next && (
          <button
            type="button"
            className="button button-primary course-next"
            onClick={() => goToLesson(next.id)}
          >
            <span>{hasBegun ? t('continue') : t('begin')}</span>{' '}
            <b>
              {next.id} · {say(next.title)}
            </b>
          </button>
        )}
        {learnt.quiz.before === undefined && (
          <button type="button" className="button" onClick={() => openCourse('quiz')}>
            {t('quizFirst')}
          </button>
        )}
      </div>
      {hasBegun && (
        <dl className="course-sums">
          <div>
            <dt>{t('sums.done')}</dt>
            <dd>
              {t('ofAll', { right: results.filter(({ isDone }) => isDone).length, of: catalogue.length })}
            </dd>
          </div>
          <div>
            <dt>{t('sums.predicted')}</dt>
            <dd>{t('ofAll', { right: sum('predicted', 'right'), of: sum('predicted', 'of') })}</dd>
          </div>
          <div>
            <dt>{t('sums.seen')}</dt>
            <dd>{t('ofAll', { right: sum('seen', 'right'), of: sum('seen', 'of') })}</dd>
          </div>
          <div>
            <dt>{t('sums.goals')}</dt>
            <dd>
              {t('ofAll', {
                right: results.filter(({ goalReached }) => goalReached === true).length,
                of: results.filter(({ goalReached }) => goalReached !== undefined).length,
              })}
            </dd>
          </div>
        </dl>
      )}
    </section>
  );
}

function ChapterPart({ chapter, headings }: { chapter: ChapterId; headings: readonly Heading[] }) {
  const { t } = useTranslation('course');
  const say = useText();
  const lessons = useLessons();
  const progress = useLearnt((learnt) => learnt.lessons);
  // Somebody came for this chapter.
  const isAsked = useView((state) => state.course?.item === chapter);
  useEffect(() => {
    if (isAsked) document.getElementById(`chapter-${chapter}`)?.scrollIntoView();
  }, [isAsked, chapter]);
  if (headings.length === 0) return null;
  const { name, about } = chapterTexts[chapter];
  return (
    <section className="course-chapter" id={`chapter-${chapter}`} aria-labelledby={`chapter-${chapter}-name`}>
      <header>
        <h3 id={`chapter-${chapter}-name`}>
          <span className="course-letter">{chapter}</span> {say(name)}{' '}
          <small>{t('shown', { count: headings.length, minutes: minutesOf(headings) })}</small>
        </h3>
        <p>{say(about)}</p>
      </header>
      <ul className="course-cards">
        {headings.map((heading) => {
          const lesson = lessons.get(heading.id);
          return (
            <li key={heading.id}>
              <LessonCard
                heading={heading}
                result={lesson && lessonResult(lesson, progress[heading.id])}
                hasBegun={heading.id in progress}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function minutesOf(headings: readonly Heading[]): number {
  return headings.reduce((sum, { minutes }) => sum + minutes, 0);
}

function resultsOf(lessons: LessonsById, { lessons: progress }: Learnt): LessonResult[] {
  return [...lessons.values()].map((lesson) => lessonResult(lesson, progress[lesson.id]));
}

/** The one that was begun last, if it is not done; otherwise the first of the core track that is not, then any. */
function nextLesson(lessons: LessonsById, { lessons: progress, last }: Learnt): Heading | undefined {
  const isOpen = ({ id }: Heading): boolean => {
    const lesson = lessons.get(id);
    return lesson === undefined || !lessonResult(lesson, progress[id]).isDone;
  };
  const lastOne = catalogue.find(({ id }) => id === last);
  if (lastOne && isOpen(lastOne)) return lastOne;
  return (
    catalogue.find((heading) => heading.core && isOpen(heading)) ?? catalogue.find(isOpen) ?? catalogue[0]
  );
}
