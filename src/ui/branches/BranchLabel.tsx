import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderedBranch } from '../../view/time/branch-tree.ts';
import { branchName, branchSentence } from './branch-words.ts';

/** The lab refuses longer ones. */
const NAME_MAX = 200;

/** The name of a branch at its lane: a click goes there, beside it the menu; renamed in its place. */
export function BranchLabel({
  ordered,
  isRenamed,
  isInTabOrder,
  onSwitch,
  onMenu,
  onName,
}: {
  ordered: OrderedBranch;
  isRenamed: boolean;
  isInTabOrder: boolean;
  onSwitch: () => void;
  /** At a point of the window. */
  onMenu: (x: number, y: number) => void;
  /** Undefined: as it was. */
  onName: (name: string | undefined) => void;
}) {
  const { t } = useTranslation('branches');
  const { branch } = ordered;
  const name = branchName(branch);
  if (isRenamed)
    return <NameField label={t('rename', { name })} name={branch.name} hint={name} onName={onName} />;
  const tabIndex = isInTabOrder ? 0 : -1;
  return (
    <>
      <button
        type="button"
        className="branch-name"
        tabIndex={tabIndex}
        aria-current={branch.current || undefined}
        aria-label={branchSentence(ordered)}
        title={t('goesTo', { name })}
        onClick={onSwitch}
      >
        {name}
      </button>
      <button
        type="button"
        className="branch-more"
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-label={t('menu', { name })}
        title={t('menu', { name })}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          onMenu(left, bottom);
        }}
      >
        ⋯
      </button>
    </>
  );
}

function NameField({
  label,
  name,
  hint,
  onName,
}: {
  label: string;
  name: string;
  hint: string;
  onName: (name: string | undefined) => void;
}) {
  const [text, setText] = useState(name);
  /** Enter and Escape take the field away, and with it the focus: that is no other answer. */
  const answered = useRef(false);
  const answer = (given: string | undefined): void => {
    if (answered.current) return;
    answered.current = true;
    onName(given);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') answer(text.trim());
    else if (event.key === 'Escape') answer(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <input
      className="branch-field"
      aria-label={label}
      placeholder={hint}
      value={text}
      maxLength={NAME_MAX}
      spellCheck={false}
      ref={focusAll}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => answer(text.trim())}
    />
  );
}

function focusAll(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}
