import { useTranslation } from 'react-i18next';
import { catalogue } from '../../lessons/course/catalogue.ts';
import { claims, type ClaimShown, type IntroductionClaim } from '../../lessons/course/claims/claims.ts';
import { useText } from '../lesson/text-of.ts';
import { useGoToLesson } from './go-to-lesson.ts';

/** What the introduction says and asks, and what a run shows of it. */
export function Claims() {
  const { t } = useTranslation('course');
  return (
    <section aria-label={t('page.claims')}>
      <p className="course-lead">{t('claims.lead')}</p>
      <ul className="claims">
        {claims.map((claim) => (
          <li key={claim.id}>
            <Claim claim={claim} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Claim({ claim: { claim, verdict, finding, shown } }: { claim: IntroductionClaim }) {
  const { t } = useTranslation('course');
  const say = useText();
  return (
    <article className="claim" data-verdict={verdict}>
      <h3>{say(claim)}</h3>
      <p>
        <b className="claim-verdict">{t(`claims.${verdict}`)}</b> {say(finding)}
      </p>
      <p className="lesson-links">
        {shown.map((each) => (
          <ShownIn key={each.lesson} shown={each} />
        ))}
      </p>
    </article>
  );
}

function ShownIn({ shown: { lesson, step } }: { shown: ClaimShown }) {
  const { t } = useTranslation('course');
  const say = useText();
  const goToLesson = useGoToLesson();
  const heading = catalogue.find(({ id }) => id === lesson);
  if (heading === undefined) return null;
  return (
    <button type="button" className="button button-tiny" onClick={() => goToLesson(lesson, step)}>
      {t('claims.see')} <b>{lesson}</b> {say(heading.title)}
    </button>
  );
}
