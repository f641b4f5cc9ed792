import { useTranslation } from 'react-i18next';
import type { Moment } from '../../history/position.ts';
import { isOfCurrent } from '../../view/time/branch-tree.ts';
import { useAct } from '../act.ts';
import { useBranches } from '../branches/use-branches.ts';
import { askToCompare } from '../compare/compare-ask.ts';
import { useFramePart } from '../use-frame.ts';
import { deleteMoment, goTo, positionOf } from './instants.ts';
import { CompareIcon, EditIcon, TrashIcon } from './notebook-icons.tsx';
import { NoteField } from './NoteField.tsx';
import { editNote, useNotebook } from './notebook-store.ts';
import { whereWords } from './where-words.ts';

/** One moment: where it is, what was written of it, and what can be done with it. */
export function MomentLine({ moment }: { moment: Moment }) {
  const { t } = useTranslation('notebook');
  const act = useAct();
  // Names of branches are part of the words.
  useBranches();
  const isHere = useFramePart((frame) => {
    const { event, at } = positionOf(frame);
    return event === moment.event && at === moment.at && isOfCurrent(frame.branches, moment);
  });
  const run = useFramePart((frame) => frame.run);
  const written = useNotebook(({ editing }) =>
    editing?.id === moment.id && editing.run === run ? editing.text : undefined,
  );
  const where = whereWords(moment);
  const note = moment.note === '' ? t('noNote') : moment.note;
  const go = () => act((lab) => goTo(lab, moment));
  const tools = [
    { words: t('edit', { where }), icon: <EditIcon />, does: () => editNote(moment.id, moment.note) },
    {
      words: t('compare', { where }),
      icon: <CompareIcon />,
      does: () => askToCompare(`moment:${moment.id}`, 'here'),
    },
    {
      words: t('delete', { where }),
      icon: <TrashIcon />,
      does: () => act((lab) => deleteMoment(lab, moment)),
    },
  ];
  return (
    <li className="moment" aria-current={isHere || undefined}>
      <div className="moment-head">
        <button
          type="button"
          className="link-button moment-where"
          aria-label={t('goes', { where, note })}
          onClick={go}
        >
          {where}
        </button>
        {tools.map(({ words, icon, does }) => (
          <button
            key={words}
            type="button"
            className="button button-quiet button-tiny"
            aria-label={words}
            title={words}
            onClick={does}
          >
            {icon}
          </button>
        ))}
      </div>
      {written === undefined ? (
        // For the pointer: by keyboard the time above it goes there.
        <p className="moment-note" data-empty={moment.note === '' || undefined} onClick={go}>
          {note}
        </p>
      ) : (
        <NoteField moment={moment} text={written} />
      )}
    </li>
  );
}
