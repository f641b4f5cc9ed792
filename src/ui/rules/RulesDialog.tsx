import { useId, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { beginStory } from '../../lab/play/opening.ts';
import { ISSUES_WITHOUT_PATH, RULE_GROUPS, ruleCatalogue, type RuleEntry } from '../../node/rules.ts';
import { searchOfRule } from '../../search/of-rule.ts';
import { defaultLabConfig } from '../../sim/world/config.ts';
import { useAct } from '../act.ts';
import { errorWords, factsOf, type ErrorFacts } from '../error-words.ts';
import { useLab } from '../lab-context.tsx';
import { Modal } from '../shell/Modal.tsx';
import { searchRule } from '../search/search-store.ts';
import { useView } from '../view-state.ts';
import { addressOf, hasRun, openRule } from './open-rule.ts';
import './rules.css';

function close(): void {
  useView.setState({ door: undefined });
}

/** Another run takes the place of the one that is open: a form that speaks of that goes as well. */
function closeAll(): void {
  close();
  useView.setState({ configOpen: false });
}

/** Every rule that can be taken out: what it says, what it keeps true, where it was missing, and a run that shows it. */
export default function RulesDialog() {
  const { t } = useTranslation('rules');
  const lab = useLab();
  const [config] = useState(() => useView.getState().frame?.config ?? defaultLabConfig);
  const [on, setOn] = useState<readonly string[]>(config.brokenRules);
  const [wanted, setWanted] = useState('');
  const [problem, setProblem] = useState<ErrorFacts>();
  const field = useId();
  const shown = ruleCatalogue.filter((entry) => isWanted(entry, t(`what.${entry.switch}`), wanted));
  const start = () =>
    void beginStory(lab, { ...config, brokenRules: on }).then(closeAll, (error: unknown) =>
      setProblem(factsOf(error)),
    );
  return (
    <Modal title={t('title')} onClose={close}>
      <p className="muted">{t('hint')}</p>
      <div className="rules-find">
        <label htmlFor={field}>{t('search')}</label>
        <input
          id={field}
          type="search"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          autoComplete="off"
        />
        <span className="muted small" role="status">
          {t('count', { count: shown.length })}
        </span>
      </div>
      {shown.length === 0 && <p>{t('none')}</p>}
      {RULE_GROUPS.map((group) => (
        <RuleGroup
          key={group}
          title={t(`group.${group}`)}
          entries={shown.filter((entry) => entry.group === group)}
          on={on}
          onChange={setOn}
        />
      ))}
      {wanted === '' && <WithoutPath />}
      <footer className="modal-foot rules-foot">
        <p className="muted small">{t('newRunHint')}</p>
        {problem !== undefined && (
          <p className="form-error" role="alert">
            {t('refused', { reason: errorWords(problem) })}
          </p>
        )}
        <span role="status">{t('switched', { count: on.length })}</span>
        <span className="grow" />
        <button type="button" className="button" disabled={on.length === 0} onClick={() => setOn([])}>
          {t('allOff')}
        </button>
        <button type="button" className="button button-primary" onClick={start}>
          {t('newRun')}
        </button>
      </footer>
    </Modal>
  );
}

function isWanted(
  { switch: name, number, promises, section }: RuleEntry,
  what: string,
  wanted: string,
): boolean {
  const text = [name, number, promises, section, what].join(' ').toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function RuleGroup({
  title,
  entries,
  on,
  onChange,
}: {
  title: string;
  entries: readonly RuleEntry[];
  on: readonly string[];
  onChange: (on: readonly string[]) => void;
}) {
  if (entries.length === 0) return null;
  return (
    <section className="rules-group">
      <h3>{title}</h3>
      <ul>
        {entries.map((entry) => (
          <li key={entry.switch}>
            <Rule
              entry={entry}
              on={on.includes(entry.switch)}
              onChange={(isOn) =>
                onChange(isOn ? [...on, entry.switch] : on.filter((name) => name !== entry.switch))
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rule({ entry, on, onChange }: { entry: RuleEntry; on: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation('rules');
  const { switch: name, number, layer, section, promises, issues, steps, violates } = entry;
  const wild = t(`wild.${name}`, { defaultValue: '' });
  return (
    <article className="rule" data-rule={name}>
      <label className="rule-switch">
        <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
        <code>{name}</code>
        {number !== '' && <span className="rule-number">{number}</span>}
      </label>
      <p>{t(`what.${name}`)}</p>
      <p className="muted small">
        {t(`layer.${layer}`)} · {section}
        {violates.length > 0 && (
          <>
            {' '}
            · {t('protects')} <b>{promises}</b>
          </>
        )}
        {steps !== undefined && <> · {t('steps', { count: steps })}</>}
      </p>
      {wild !== '' && (
        <p className="small">
          <span className="muted">{t('found')}:</span> {wild}
        </p>
      )}
      <p className="rule-links small">
        {hasRun(name) && <ShowIt name={name} />}
        {searchOfRule(entry) !== undefined && <SearchIt entry={entry} />}
        {issues.map((issue) => (
          <IssueLink key={issue} issue={issue} />
        ))}
      </p>
    </article>
  );
}

function ShowIt({ name }: { name: RuleEntry['switch'] }) {
  const { t } = useTranslation('rules');
  const act = useAct();
  const open = (event: MouseEvent) => {
    // With these the browser opens the link elsewhere.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    closeAll();
    act((lab) => openRule(lab, name));
  };
  return (
    <a className="link-button" href={addressOf(name)} onClick={open} aria-label={`${t('showIt')}: ${name}`}>
      {t('showIt')}
    </a>
  );
}

/** Begins a run with the rule broken, and a search there: its panel takes the place of the list. */
function SearchIt({ entry }: { entry: RuleEntry }) {
  const { t } = useTranslation('rules');
  const act = useAct();
  const begin = () => {
    closeAll();
    act(async (lab) => {
      const searching = searchRule(lab, entry);
      useView.setState({ door: 'search' });
      await searching;
    });
  };
  return (
    <button
      type="button"
      className="link-button"
      aria-label={`${t('searchIt')}: ${entry.switch}`}
      onClick={begin}
    >
      {t('searchIt')}
    </button>
  );
}

function IssueLink({ issue }: { issue: number }) {
  const { t } = useTranslation('rules');
  return (
    <a
      className="link-button"
      href={`https://github.com/etcd-io/etcd/issues/${issue}`}
      target="_blank"
      rel="noreferrer"
    >
      {t('issue', { issue })}
    </a>
  );
}

/** Faults that etcd had and that cannot come back here, with why. */
function WithoutPath() {
  const { t } = useTranslation('rules');
  return (
    <section className="rules-group">
      <h3>{t('without')}</h3>
      <ul>
        {ISSUES_WITHOUT_PATH.map(({ issue }) => (
          <li key={issue}>
            <article className="rule">
              <p>{t(`withoutPath.issue${issue}`)}</p>
              <p className="rule-links small">
                <IssueLink issue={issue} />
              </p>
            </article>
          </li>
        ))}
      </ul>
    </section>
  );
}
