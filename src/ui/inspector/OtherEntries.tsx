import { useTranslation } from 'react-i18next';
import type { Inspection } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { useLab } from '../lab-context.tsx';
import { askFollow } from '../origin/asked.ts';

type Entries = NonNullable<Extract<Inspection, { type: 'gone' }>['entries']>;

/** Entries that stand no longer, or never stood, where one looks for them: each can be followed to its end all the same. */
export function OtherEntries({ title, entries }: { title: string; entries: Entries }) {
  const { t } = useTranslation('inspector');
  const lab = useLab();
  if (entries.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="plain">
        {entries.map(({ index, term, node }) => (
          <li key={String(term)}>
            <button
              type="button"
              className="link-button"
              onClick={() => void askFollow(lab, `entry(${index}, ${String(term)})`)}
            >
              {t('entry.other', { index, term: String(term), node: formatNode(node) })}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
