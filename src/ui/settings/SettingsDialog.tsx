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
        <Choices of="theme" choices={['system', 'light', 'dark']} />
        <Choices of="language" choices={['en', 'zh-CN']} />
        <Choices of="motion" choices={['system', 'still']} />
        <Choices of="announcements" choices={['all', 'quiet']} />
        <LayoutMenu name="settings-layout" />
      </div>
    </Modal>
  );
}

type Setting = 'theme' | 'language' | 'motion' | 'announcements';

/** A few that exclude each other, each with what it means where its name does not say that. */
function Choices<Of extends Setting>({
  of,
  choices,
}: {
  readonly of: Of;
  readonly choices: readonly (ViewState[Of] & string)[];
}) {
  const { t } = useTranslation('settings');
  const now = useView((state) => state[of]);
  const words = choiceWords[of] as Readonly<Record<string, Parameters<typeof t>[0]>>;
  return (
    <fieldset className="settings-choices">
      <legend>{t(`${of}.title`)}</legend>
      {choices.map((choice) => (
        <label key={choice}>
          <input
            type="radio"
            name={`settings-${of}`}
            checked={choice === now}
            onChange={() => useView.setState({ [of]: choice })}
          />
          {t(words[choice] ?? 'title')}
        </label>
      ))}
    </fieldset>
  );
}

const choiceWords = {
  theme: { system: 'theme.system', light: 'theme.light', dark: 'theme.dark' },
  language: { en: 'language.en', 'zh-CN': 'language.zh' },
  motion: { system: 'motion.system', still: 'motion.still' },
  announcements: { all: 'announcements.all', quiet: 'announcements.quiet' },
} as const;
