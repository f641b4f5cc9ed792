import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { glossary, searchGlossary } from '../../lessons/course/glossary/glossary.ts';
import type { GlossaryTerm } from '../../lessons/course/glossary/term.ts';
import { useText } from '../lesson/text-of.ts';
import { LessonLinks } from './LessonLinks.tsx';
import { TextWithTerms } from './TextWithTerms.tsx';

/** Terms, searched in both languages at once. `item`: the id of the term that somebody came for. */
export function Glossary({ item }: { item: string | undefined }) {
  const { t } = useTranslation('course');
  const [search, setSearch] = useState('');
  const found = searchGlossary(search);
  useEffect(() => {
    if (item === undefined) return;
    const element = document.getElementById(`term-${item}`);
    element?.scrollIntoView({ block: 'center' });
    element?.focus();
  }, [item]);
  return (
    <section className="course-narrow" aria-label={t('page.glossary')}>
      <label className="course-search">
        <span>{t('glossary.search', { count: glossary.length })}</span>
        <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
      </label>
      <p className="visually-hidden" role="status">
        {t('glossary.found', { count: found.length })}
      </p>
      {found.length === 0 && <p className="muted">{t('glossary.none', { search })}</p>}
      <dl className="glossary">
        {found.map((term) => (
          <Term key={term.id} term={term} isAsked={term.id === item} />
        ))}
      </dl>
    </section>
  );
}

function Term({ term, isAsked }: { term: GlossaryTerm; isAsked: boolean }) {
  const say = useText();
  return (
    <div data-asked={isAsked ? '' : undefined}>
      <dt id={`term-${term.id}`} tabIndex={-1}>
        {say(term.name)}
      </dt>
      <dd>
        <p>
          <TextWithTerms text={say(term.means)} but={[term.id]} />
        </p>
        <p className="muted glossary-place">{term.place}</p>
        <LessonLinks ids={term.lessons} titles={false} />
      </dd>
    </div>
  );
}
