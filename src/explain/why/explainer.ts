import type { Past } from '../past.ts';
import type { Subject, SubjectType } from './subject.ts';
import type { Explained } from './why.ts';

/** A part that answers for one type of subject. Rejects with a CommandError if there is no such thing at the playhead. */
export type Explain<Type extends SubjectType> = (
  past: Past,
  subject: Extract<Subject, { readonly type: Type }>,
) => Promise<Explained>;
