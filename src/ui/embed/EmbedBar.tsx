import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../icons.tsx';
import { linkToLab } from '../file/save-lab.ts';
import { useLab } from '../lab-context.tsx';
import { Clock, PlayButtons } from '../shell/ControlsBar.tsx';
import { withoutEmbed } from './embed-address.ts';

/** Time in the viewer's hand, and the way to the whole page: to this very instant once the link to it is made. */
export function EmbedBar() {
  const { t } = useTranslation('embed');
  const lab = useLab();
  const [href, setHref] = useState(() => withoutEmbed(location.href));
  const look = () => {
    linkToLab(lab).then(
      (link) => 'url' in link && setHref(link.url),
      () => undefined, // the run that was asked for is there all the same
    );
  };
  return (
    <div className="embed-bar" role="toolbar" aria-label={t('bar')}>
      <PlayButtons />
      <Clock />
      <span className="grow" />
      <a
        className="embed-home"
        href={href}
        target="_blank"
        rel="noopener"
        title={t('homeDoes')}
        onPointerEnter={look}
        onFocus={look}
      >
        <Mark /> <span>{t('home')}</span>
      </a>
    </div>
  );
}
