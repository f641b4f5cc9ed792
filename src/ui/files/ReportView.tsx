import { useTranslation } from 'react-i18next';
import { redacted } from '../../datadir/verdict/redacted.ts';
import type { OpenedMembers } from '../../host/files/files-calls.ts';
import { download } from '../file/download.ts';
import { CopySmall } from './CopySmall.tsx';

/** What was found, without a key, a value, a name or an address: to be shown to others. */
export function ReportView({ found }: { found: OpenedMembers }) {
  const { t } = useTranslation('files');
  const { members, comparison } = found;
  const text = JSON.stringify(redacted({ members, comparison }), undefined, 2);
  return (
    <div className="files-scroll files-pad">
      <p>{t('report.says')}</p>
      <p className="files-row">
        <button
          type="button"
          className="button button-primary"
          onClick={() => download('etcd-report.json', text, 'application/json')}
        >
          {t('report.save')}
        </button>
        <CopySmall text={text} />
      </p>
      <pre tabIndex={0} data-files="report">
        {text}
      </pre>
    </div>
  );
}
