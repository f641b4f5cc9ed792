import { useTranslation } from 'react-i18next';
import { instabilities } from '../../forms/stability.ts';
import type { LabConfig } from '../../sim/world/config.ts';

/** What in these settings makes elections unstable, each with its numbers and why; as the dials are moved. */
export function Stability({ config }: { readonly config: LabConfig }) {
  const { t } = useTranslation('config');
  // Each kind has its own numbers, which the catalogue's types cannot tell by the kind.
  const say = t as unknown as (key: string, numbers: object) => string;
  const found = instabilities(config);
  return (
    <div role="status" className="config-stability">
      {found.length > 0 && (
        <>
          <p>{t('unstable.title')}</p>
          <ul>
            {found.map((each) => (
              <li key={each.type}>{say(`unstable.${each.type}`, { ...each })}</li>
            ))}
          </ul>
          <p>
            {t('unstable.guide')}{' '}
            <a href="https://etcd.io/docs/v3.6/tuning/" target="_blank" rel="noreferrer">
              {t('unstable.source')}
            </a>
          </p>
        </>
      )}
    </div>
  );
}
