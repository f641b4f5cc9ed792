import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announcements, type Announcement } from '../../view/say/announce.ts';
import { formatNode } from '../../view/say/format.ts';
import { useView } from '../view-state.ts';

/** Says elections, kills and violations to screen readers, as they happen; the last alone, if somebody wants it quiet. */
export function Announcer() {
  const { t } = useTranslation('controls');
  const region = useRef<HTMLParagraphElement>(null);
  useEffect(
    () =>
      useView.subscribe((state, before) => {
        if (!state.frame || !before.frame || state.frame === before.frame) return;
        const all = announcements(before.frame, state.frame);
        const said = state.announcements === 'all' ? all : all.filter(({ type }) => type === 'violation');
        if (said.length > 0 && region.current)
          region.current.textContent = said.map((each) => sentence(t, each)).join(' ');
      }),
    [t],
  );
  return <p className="visually-hidden" role="log" aria-live="polite" ref={region} />;
}

function sentence(t: ReturnType<typeof useTranslation<'controls'>>['t'], said: Announcement): string {
  if (said.type === 'violation') return t('announce.violation', { property: said.property });
  if (said.type === 'healed') return t('announce.healed');
  if (said.type === 'split')
    return t('announce.split', {
      groups: said.groups.map((group) => group.map(formatNode).join(' ')).join(' | '),
    });
  if ('from' in said)
    return t(`announce.${said.type}`, { from: formatNode(said.from), to: formatNode(said.to) });
  const node = formatNode(said.node);
  if (said.type === 'leader' || said.type === 'campaign')
    return t(`announce.${said.type}`, { node, term: String(said.term) });
  return t(`announce.${said.type}`, { node });
}
