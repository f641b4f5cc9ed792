import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptLab } from '../../lab/keep/keeper.ts';
import { formatBytes } from '../../view/say/format.ts';
import { useView } from '../view-state.ts';

export type LabDeed =
  | { readonly type: 'open' }
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'delete' };

/** The lab refuses longer ones. */
const NAME_MAX = 200;

/** One lab of the list, and what can be done with it. */
export function LabLine({ lab, name, onDo }: { lab: KeptLab; name: string; onDo: (deed: LabDeed) => void }) {
  const { t } = useTranslation('labs');
  const language = useView((state) => state.language);
  const [isRenaming, setRenaming] = useState(false);
  const { about, isOpen } = lab;
  const isFree = isOpen !== 'elsewhere';
  return (
    <li className="lab-line" data-open={isOpen}>
      {isRenaming ? (
        <NameField
          lab={lab}
          label={t('name', { lab: name })}
          onDone={(typed) => {
            setRenaming(false);
            if (typed !== undefined && typed !== lab.name) onDo({ type: 'rename', name: typed });
          }}
        />
      ) : (
        <h3>
          <bdi>{name}</bdi> {isOpen !== 'no' && <small>{t(isOpen)}</small>}
        </h3>
      )}
      <dl className="lab-facts">
        {about && <Fact name={t('used')} value={formatDate(language, about.usedAt)} />}
        {about && <Fact name={t('events')} value={about.events.toLocaleString(language)} />}
        {about && about.branches > 1 && <Fact name={t('branches')} value={String(about.branches)} />}
        <Fact name={t('size')} value={formatBytes(lab.bytes)} />
      </dl>
      <div className="lab-deeds">
        {isOpen === 'no' && (
          <button
            type="button"
            className="button"
            aria-label={t('openLab', { lab: name })}
            onClick={() => onDo({ type: 'open' })}
          >
            {t('open')}
          </button>
        )}
        {isFree && !isRenaming && (
          <button
            type="button"
            className="button button-quiet"
            aria-label={t('renameLab', { lab: name })}
            onClick={() => setRenaming(true)}
          >
            {t('rename')}
          </button>
        )}
        {isFree && (
          <button
            type="button"
            className="button button-quiet"
            aria-label={t('deleteLab', { lab: name })}
            onClick={() => onDo({ type: 'delete' })}
          >
            {t('delete')}
          </button>
        )}
      </div>
    </li>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The name as it is typed; undefined: it stays as it was. */
function NameField({
  lab,
  label,
  onDone,
}: {
  lab: KeptLab;
  label: string;
  onDone: (name: string | undefined) => void;
}) {
  const { t } = useTranslation('labs');
  const [text, setText] = useState(lab.name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onDone(text.trim());
  };
  return (
    <form className="lab-name" onSubmit={submit}>
      <input
        autoFocus
        value={text}
        maxLength={NAME_MAX}
        aria-label={label}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // The dialog stays.
          event.preventDefault();
          event.stopPropagation();
          onDone(undefined);
        }}
      />
      <button type="submit" className="button">
        {t('save')}
      </button>
    </form>
  );
}

function formatDate(language: string, at: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
