import { useTranslation } from 'react-i18next';
import { RULES } from '../../raft/rules.ts';

/** The names of all broken forms of rules, in the order of the paper. */
const forms = RULES.flatMap(({ section, promises, broken }) =>
  Object.keys(broken).map((name) => ({ name, section, promises })),
);

type RuleForm = keyof typeof import('../messages/en/config.ts').config.rule;

/** Rules of Raft that may be left out: what each breaks, where it is written, and which check would catch it. */
export function BrokenRules({
  broken,
  onChange,
}: {
  broken: readonly string[];
  onChange: (broken: readonly string[]) => void;
}) {
  const { t } = useTranslation('config');
  return (
    <details className="config-rules" open={broken.length > 0 || undefined}>
      <summary>
        {t('group.rules')}
        {broken.length > 0 && <b> · {t('rulesChosen', { count: broken.length })}</b>}
      </summary>
      <p className="muted small">{t('rulesHint')}</p>
      <ul>
        {forms.map(({ name, section, promises }) => (
          <li key={name}>
            <label>
              <input
                type="checkbox"
                checked={broken.includes(name)}
                onChange={(event) =>
                  onChange(event.target.checked ? [...broken, name] : broken.filter((each) => each !== name))
                }
              />
              <span>
                <code>{name}</code> {t(`rule.${name as RuleForm}`)}{' '}
                <small>
                  {section} · {promises}
                </small>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
