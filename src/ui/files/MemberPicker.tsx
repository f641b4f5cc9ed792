import { useTranslation } from 'react-i18next';
import type { MemberReport } from '../../datadir/verdict/report.ts';
import { look, type OpenedFiles } from './files-store.ts';

/** What is shown is of one member, which `opened` says; `has`: those that there is something to show of. */
export interface OfMembers {
  readonly opened: OpenedFiles;
  readonly has: (member: MemberReport) => boolean;
}

/** Whose files are looked at; nothing to choose where there is one. */
export function MemberPicker({ opened, has }: OfMembers) {
  const { t } = useTranslation('files');
  const { members } = opened.found;
  if (members.length < 2) return null;
  return (
    <label className="files-pick">
      {t('whose')}{' '}
      <select
        value={opened.member}
        onChange={(event) => look({ member: Number(event.currentTarget.value) })}
        data-files="member"
      >
        {members.map((member, i) => (
          <option key={member.dir} value={i} disabled={!has(member)}>
            {member.dir}
          </option>
        ))}
      </select>
    </label>
  );
}
