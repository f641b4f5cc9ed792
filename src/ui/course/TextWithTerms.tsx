import './term-link.css';
import { Fragment } from 'react';
import { glossaryTermsIn } from '../../lessons/course/glossary/glossary.ts';
import { openCourse } from './open-course.ts';

const NONE: readonly string[] = [];

/** A text in which each term of the glossary, where it comes first, is a way to it. `but`: not to these. */
export function TextWithTerms({ text, but = NONE }: { text: string; but?: readonly string[] }) {
  const named = glossaryTermsIn(text).filter(({ id }) => !but.includes(id));
  return (
    <>
      {named.map(({ from, to, id }, i) => (
        <Fragment key={id}>
          {text.slice(named[i - 1]?.to ?? 0, from)}
          <button type="button" className="term-link" onClick={() => openCourse('glossary', id)}>
            {text.slice(from, to)}
          </button>
        </Fragment>
      ))}
      {text.slice(named.at(-1)?.to ?? 0)}
    </>
  );
}
