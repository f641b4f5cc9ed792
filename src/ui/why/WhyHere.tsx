import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Subject } from '../../explain/why/subject.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { Answer } from '../inspector/Facts.tsx';
import { useWhy } from './use-why.ts';
import { whyWords } from './why-words.ts';

interface WhyHereProps {
  readonly subject: Subject;
  readonly frame: Frame;
  readonly question: string;
  readonly tone: 'bad' | 'info';
  /** What is to be said before the answer. */
  readonly children?: ReactNode;
}

/** The answer in short where the question is plain, unasked: the whole of it stands above, when one asks. */
export function WhyHere({ subject, frame, question, tone, children }: WhyHereProps) {
  const { t } = useTranslation('why');
  const told = useWhy(subject, frame);
  if (told === undefined && children === undefined) return null;
  return (
    <Answer tone={tone} question={question}>
      {children}
      {told !== undefined &&
        ('failed' in told ? <p>{told.failed}</p> : <Short words={whyWords(t, told.why)} />)}
    </Answer>
  );
}

function Short({ words }: { words: ReturnType<typeof whyWords> }) {
  const { answer, because, byItself } = words;
  return (
    <>
      <p>{answer}</p>
      {because.length > 0 && (
        <ul className="plain why-because">
          {because.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {byItself !== undefined && <p className="small">{byItself}</p>}
    </>
  );
}
