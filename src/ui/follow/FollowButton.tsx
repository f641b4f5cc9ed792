import { useTranslation } from 'react-i18next';
import { useLab } from '../lab-context.tsx';
import { askFollow } from '../origin/asked.ts';

/** `what`: as it is written, `call(7)`. */
export function FollowButton({ what }: { what: string }) {
  const { t } = useTranslation('follow');
  const lab = useLab();
  return (
    <p className="follow-ask">
      <button type="button" className="button" onClick={() => void askFollow(lab, what)}>
        {t('ask')}
      </button>
    </p>
  );
}
