import { useId } from 'react';
import type { Text } from '../../lessons/course/text.ts';
import type { Tongue } from './AuthorPanel.tsx';

/** A text of a lesson in the language that is written in; what it says in the other one stands below it. */
export function TextField({
  label,
  text,
  tongue,
  long = false,
  onText,
}: {
  readonly label: string;
  readonly text: Text;
  readonly tongue: Tongue;
  readonly long?: boolean;
  readonly onText: (text: Text) => void;
}) {
  const id = useId();
  const other = text[tongue === 'en' ? 'zh' : 'en'];
  const field = {
    id,
    value: text[tongue],
    lang: tongue,
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      onText({ ...text, [tongue]: target.value }),
  };
  return (
    <div className="author-field">
      <label htmlFor={id}>{label}</label>
      {long ? (
        <textarea rows={3} maxLength={1200} {...field} />
      ) : (
        <input type="text" maxLength={1200} {...field} />
      )}
      {other !== '' && <small className="muted">{other}</small>}
    </div>
  );
}
