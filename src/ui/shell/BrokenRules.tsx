import { useTranslation } from 'react-i18next';
import { ruleCatalogue } from '../../node/rules.ts';
import { useView } from '../view-state.ts';

/** Rules that may be left out: what each breaks, where it is written, and which check would catch it. */
export function BrokenRules({
  broken,
  onChange,
}: {
  broken: readonly string[];
  onChange: (broken: readonly string[]) => void;
}) {
  const { t } = useTranslation(['config', 'rules']);
  return (
    <details className="config-rules" open={broken.length > 0 || undefined}>
      <summary>
        {t('group.rules')}
        {broken.length > 0 && <b> · {t('rulesChosen', { count: broken.length })}</b>}
      </summary>
      <p className="muted small">
        {t('rulesHint')}{' '}
        <button type="button" className="link-button" onClick={() => useView.setState({ door: 'rules' })}>
          {t('rules:list')}
        </button>
      </p>
      <ul>
        {ruleCatalogue.map(({ switch: name, section, promises }) => (
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
                <code>{name}</code> {t(`rules:what.${name}`)}{' '}
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
