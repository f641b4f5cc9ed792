import { useTranslation } from 'react-i18next';

/** Lines for somebody who has never typed one here: each is about the cluster that is there, and none needs another. */
const LINES = [
  ['write', 'etcdctl put greeting hello'],
  ['members', 'etcdctl member list -w table'],
  ['watch', 'etcdctl watch greeting &'],
] as const;

/** What may be typed at a console; a click types it. */
export function Examples({ onPick }: { onPick: (line: string) => void }) {
  const { t } = useTranslation('console');
  return (
    <div className="console-examples">
      <p>{t('try')}</p>
      <ul>
        {LINES.map(([id, line]) => (
          <li key={id}>
            <button type="button" className="button mono" onClick={() => onPick(line)}>
              {line}
            </button>{' '}
            <span className="muted">{t(`example.${id}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
