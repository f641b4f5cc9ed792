import type { ReactNode } from 'react';
import { OriginOf } from '../origin/OriginOf.tsx';

export interface Fact {
  /** One of its kind in the list. */
  readonly name: string;
  readonly value: ReactNode;
  /** Stands out: something is wrong with it. */
  readonly bad?: boolean;
  /** Where the value is, in the language of conditions: it can be asked where it comes from. */
  readonly place?: string | undefined;
}

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly (Fact | undefined)[] }) {
  return (
    <dl className="facts">
      {facts.map((fact) =>
        fact === undefined ? null : (
          <div key={fact.name} data-bad={fact.bad || undefined}>
            <dt>{fact.name}</dt>
            <dd>
              {fact.place === undefined ? fact.value : <OriginOf place={fact.place}>{fact.value}</OriginOf>}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** A boxed answer: the question in bold, then what decides. */
export function Answer({
  tone,
  question,
  children,
}: {
  tone: 'bad' | 'info' | 'good';
  question: string;
  children: ReactNode;
}) {
  return (
    <div className="answer" data-tone={tone}>
      <strong>{question}</strong> {children}
    </div>
  );
}
