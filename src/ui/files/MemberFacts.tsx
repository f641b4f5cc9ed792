import { useTranslation } from 'react-i18next';
import type { MemberReport } from '../../datadir/verdict/report.ts';
import { formatBytes } from '../../view/say/format.ts';

/** What stands in a member's files, field by field. */
export function MemberFacts({ member }: { member: MemberReport }) {
  const { t } = useTranslation('files');
  return (
    <details className="files-more">
      <summary>{t('allFields')}</summary>
      <dl className="files-facts">
        {memberFacts(member).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`fact.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {member.members.length > 0 && (
        <>
          <h4>{t('membersInIt')}</h4>
          <ul className="files-list">
            {member.members.map(({ id, name, peerUrls, learner }) => (
              <li key={id}>
                <code>{id}</code> {name} {learner && t('learner')}{' '}
                <span className="muted small">{peerUrls.join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

type FactName =
  | 'memberId'
  | 'clusterId'
  | 'term'
  | 'vote'
  | 'commit'
  | 'log'
  | 'consistentIndex'
  | 'revision'
  | 'compactRevision'
  | 'keys'
  | 'leases'
  | 'alarms'
  | 'auth'
  | 'hashKv'
  | 'wal'
  | 'snapshot'
  | 'db';

function memberFacts(member: MemberReport): (readonly [FactName, string])[] {
  const { wal, snapshot, db } = member;
  const range =
    member.firstIndex === undefined ? undefined : `${member.firstIndex} … ${member.lastIndex ?? ''}`;
  const facts: readonly (readonly [FactName, string | number | undefined])[] = [
    ['memberId', member.memberId],
    ['clusterId', member.clusterId],
    ['term', member.term],
    ['vote', member.vote],
    ['commit', member.commit],
    ['log', range],
    ['consistentIndex', member.consistentIndex],
    ['revision', member.revision],
    ['compactRevision', member.compactRevision],
    ['keys', member.keys],
    ['leases', member.leases],
    ['alarms', member.alarms?.join(', ')],
    ['auth', member.authEnabled === undefined ? undefined : String(member.authEnabled)],
    ['hashKv', member.hashKv],
    ['wal', wal && `${wal.segments} × .wal, ${wal.records} records, ${formatBytes(wal.size)}`],
    ['snapshot', snapshot.name && `${snapshot.name} (${snapshot.index ?? ''}/${snapshot.term ?? ''})`],
    ['db', db && `${formatBytes(db.size)}, ${formatBytes(db.inUse)} / ${db.pages} × ${db.pageSize} B`],
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as const],
  );
}
