import { useTranslation } from 'react-i18next';
import { LayoutMenu } from '../panel/LayoutMenu.tsx';
import { Modal } from '../shell/Modal.tsx';
import { useView, type ViewState } from '../view-state.ts';
import './settings.css';

function close(): void {
  useView.setState({ door: undefined });
}

/** How somebody likes their page: in force at once, and remembered in this browser. */
export default function SettingsDialog() {
  const { t } = useTranslation('settings');
  return (
    <Modal title={t('title')} onClose={close}>
      <div className="settings">
        <Choices
          of="theme"
          choices={[
            ['system', 'theme.system'],
            ['light', 'theme.light'],
            ['dark', 'theme.dark'],
          ]}
        />
        <Choices
          of="language"
          choices={[
            ['en', 'language.en'],
            ['zh-CN', 'language.zh'],
          ]}
        />
        <Choices
          of="motion"
          choices={[
            ['system', 'motion.system'],
            ['still', 'motion.still'],
          ]}
        />
        <Choices
          of="announcements"
          choices={[
            ['all', 'announcements.all'],
            ['quiet', 'announcements.quiet'],
          ]}
        />
        <LayoutMenu name="settings-layout" />
      </div>
    </Modal>
  );
}

type Setting = 'theme' | 'language' | 'motion' | 'announcements';
type Words =
  | `theme.${'system' | 'light' | 'dark'}`
  | `language.${'en' | 'zh'}`
  | `motion.${'system' | 'still'}`
  | `announcements.${'all' | 'quiet'}`;

/** A few that exclude each other, each with its words. */
function Choices<Of extends Setting>({
  of,
  choices,
}: {
  readonly of: Of;
  readonly choices: readonly (readonly [ViewState[Of], Words])[];
}) {
  const { t } = useTranslation('settings');
  const now = useView((state) => state[of]);
  return (
    <fieldset className="settings-choices">
      <legend>{t(`${of}.title`)}</legend>
      {choices.map(([choice, words]) => (
        <label key={choice}>
          <input
            type="radio"
            name={`settings-${of}`}
            checked={choice === now}
            onChange={() => useView.setState({ [of]: choice })}
          />
          {t(words)}
        </label>
      ))}
    </fieldset>
  );
}
