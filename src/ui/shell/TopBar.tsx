import { useTranslation } from 'react-i18next';
import { shownTheme } from './shown-theme.ts';
import { Mark, MoonIcon, SettingsIcon, SunIcon } from '../icons.tsx';
import { currentView, useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { Dropdown } from '../Dropdown.tsx';
import { Late } from '../Late.tsx';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import { LearnButton } from './LearnButton.tsx';
import { Verdict } from './Verdict.tsx';

const labMenu = latePart(withMessages(() => import('../file/LabMenu.tsx')));

export function TopBar() {
  const { t } = useTranslation('controls');
  const theme = useView((state) => state.theme);
  const language = useView((state) => state.language);
  const name = useFramePart((frame) => frame.lab.name) ?? '';
  const view = currentView();
  const dark = shownTheme(theme) === 'dark';
  return (
    <header>
      <div className="top-bar">
        <h1>
          <Mark /> <span>Quorumscope</span>
        </h1>
        <Dropdown
          label={<bdi>{name === '' ? t('lab') : name}</bdi>}
          title={t('labDoes')}
          buttonClassName="button button-round lab-button"
        >
          <Late part={labMenu} />
        </Dropdown>
        <LearnButton />
        {/* The last on this side: it comes with the first frame, and moves nothing then. */}
        <RunButton />
        <span className="grow" />
        <Verdict />
        <button
          type="button"
          className="button button-round"
          onClick={() => view.setLanguage(language === 'en' ? 'zh-CN' : 'en')}
          title={t('languageSwitch')}
          aria-label={t('languageSwitch')}
          lang={language === 'en' ? 'zh-CN' : 'en'}
        >
          {language === 'en' ? '中' : 'EN'}
        </button>
        <button
          type="button"
          className="button button-round"
          onClick={() => view.setTheme(dark ? 'light' : 'dark')}
          title={dark ? t('lightTheme') : t('darkTheme')}
          aria-label={dark ? t('lightTheme') : t('darkTheme')}
        >
          {dark ? <SunIcon /> : <MoonIcon />}
        </button>
        <button
          type="button"
          className="button button-round"
          onClick={() => view.setHelpOpen(true)}
          title={t('help')}
          aria-label={t('help')}
        >
          ?
        </button>
      </div>
    </header>
  );
}

/** The run in a few words; opens its settings. */
function RunButton() {
  const { t } = useTranslation('controls');
  const config = useFramePart((frame) => frame.config);
  const nodes = useFramePart((frame) => frame.nodes);
  if (!config || !nodes) return null;
  // What the cluster is now, which may be another than what the run began with.
  const count = (member: 'voter' | 'learner' | 'none') =>
    nodes.filter((node) => node.member === member).length;
  const parts = [
    t('run.nodes', { count: count('voter') }),
    count('learner') > 0 ? t('run.learners', { count: count('learner') }) : '',
    count('none') > 0 ? t('run.outside', { count: count('none') }) : '',
    config.preVote ? 'PreVote' : '',
    config.checkQuorum ? 'CheckQuorum' : '',
    ...config.brokenRules,
    t('run.seed', { seed: config.seed }),
  ].filter((part) => part !== '');
  return (
    <button
      type="button"
      className="button button-round run-button"
      onClick={() => currentView().setConfigOpen(true)}
      title={t('run.change')}
    >
      <SettingsIcon /> <span>{parts.join(' · ')}</span>
    </button>
  );
}
