import { useTranslation } from 'react-i18next';
import type { ClientFrame } from '../../lab/frame/frame.ts';
import { formatSeconds } from '../../view/say/format.ts';
import { twoOwners, type TwoOwners } from '../../view/time/owners.ts';
import { Answer } from '../inspector/Facts.tsx';
import { GoToTime } from './GoToTime.tsx';

/** The newest of the times at which two clients believed to own the same, with why. */
export function OwnersAlert({ clients }: { clients: readonly ClientFrame[] }) {
  const { t } = useTranslation('clients');
  // Whether it is over is in the clients' notes: the instant does not matter.
  const two = twoOwners(clients, 0).at(-1);
  if (two === undefined) return null;
  const { loser } = two;
  return (
    <Answer tone="bad" question={t('twoOwners.title', { subject: loser.subject })}>
      {sentence(t, two)} {two.to === undefined && t(`twoOwners.${two.because}`, { loser: loser.client })}
      <p className="small">
        {t('twoOwners.fencing')} <GoToTime at={two.from} />
      </p>
    </Answer>
  );
}

function sentence(
  t: ReturnType<typeof useTranslation<'clients'>>['t'],
  { loser, owner, from, to }: TwoOwners,
): string {
  const values = {
    loser: loser.client,
    owner: owner.client,
    loserRevision: loser.createRevision,
    ownerRevision: owner.createRevision,
    seconds: formatSeconds(from),
  };
  return to === undefined
    ? t('twoOwners.both', values)
    : t('twoOwners.were', { ...values, until: formatSeconds(to) });
}
