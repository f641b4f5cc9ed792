import { useTranslation } from 'react-i18next';
import type {
  Advice,
  EtcdStart,
  Finding,
  FirstDifference,
  MemberReport,
  Verdict,
} from '../../datadir/verdict/report.ts';
import type { OpenedMembers } from '../../host/files/files-calls.ts';
import { CopySmall } from './CopySmall.tsx';
import { look } from './files-store.ts';
import { MemberFacts } from './MemberFacts.tsx';
import { adviceWords, findingWords, noteWords, startWords } from './files-words.ts';

/** Nothing is told by colour alone. */
export const verdictSigns: Readonly<Record<Verdict, string>> = { whole: '✓', repairable: '~', damaged: '✗' };

const weights: Readonly<Record<Finding['weight'], string>> = { bad: '✗', mended: '~', odd: '!', note: '·' };

/** A card a member, the verdict first. */
export function MembersView({ found }: { found: OpenedMembers }) {
  const { t } = useTranslation('files');
  return (
    <div className="files-scroll">
      <div className="files-cards">
        {found.members.map((member, i) => (
          <MemberCard
            key={member.dir}
            member={member}
            isKept={found.comparison?.keep === i}
            parts={partsOf(found, member.dir)}
          />
        ))}
      </div>
      {found.notes.length > 0 && (
        <details className="files-pad">
          <summary>{t('leftOut', { count: found.notes.length })}</summary>
          <ul className="files-list">
            {found.notes.map((note) => (
              <li key={note.code + note.path}>{noteWords(note)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Where this member and another one part: no two of one cluster may. (A log that is only longer is no contradiction.) */
function partsOf({ comparison }: OpenedMembers, dir: string): readonly FirstDifference[] {
  return (comparison?.differences ?? []).filter(
    ({ code, between }) => code !== 'tails' && between.includes(dir),
  );
}

function MemberCard({
  member,
  isKept,
  parts,
}: {
  member: MemberReport;
  isKept: boolean;
  parts: readonly FirstDifference[];
}) {
  const { t } = useTranslation('files');
  const { verdict, findings, starts, advice } = member;
  const telling = findings.filter(({ weight }) => weight !== 'note');
  return (
    <section className="card files-card" data-verdict={verdict} aria-label={member.dir || t('thisMember')}>
      <header>
        <h3>{member.dir || t('thisMember')}</h3>
        <p>
          <strong className="files-badge" data-verdict={verdict}>
            {verdictSigns[verdict]} {t(`verdict.${verdict}`)}
          </strong>{' '}
          {isKept && <span className="files-badge">{t('keepThis')}</span>}{' '}
          <span className="muted">
            {t(`kind.${member.kind === 'backup' ? 'backup' : 'directory'}`)}
            {member.version !== undefined && `, etcd ${member.version}`}
          </span>
        </p>
        <p className="small">{t(`verdictSays.${verdict}`)}</p>
        {parts.map(({ between: [a, b], log, store }) => (
          <p key={`${a} ${b}`} className="files-parts">
            ✗ {t('partsFrom', { dir: a === member.dir ? b : a })}{' '}
            {log !== undefined
              ? t('indexN', { index: log.index })
              : store !== undefined && t('revisionN', { revision: store.revision })}{' '}
            <button type="button" className="link-button" onClick={() => look({ view: 'compare' })}>
              {t('view.compare')}
            </button>
          </p>
        ))}
      </header>
      {telling.length > 0 && <Findings findings={telling} />}
      {starts.length > 0 && <Starts starts={starts} />}
      {advice.length > 0 && <AdviceList advice={advice} />}
      <MemberFacts member={member} />
    </section>
  );
}

export function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="files-list">
      {findings.map((finding) => (
        <li key={`${finding.words} ${finding.file ?? ''}:${finding.at ?? ''}`} data-weight={finding.weight}>
          <span aria-hidden="true">{weights[finding.weight]}</span> {findingWords(finding)}
          {finding.file !== undefined && (
            <span className="muted small">
              {' '}
              {finding.file}
              {finding.at !== undefined && `:${finding.at}`}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What an etcd of each line says, in its own words; lines that say the same stand together. */
function Starts({ starts }: { starts: readonly EtcdStart[] }) {
  const { t } = useTranslation('files');
  const groups = new Map<string, EtcdStart[]>();
  for (const start of starts) {
    const same = `${start.outcome} ${start.code} ${start.line ?? ''}`;
    groups.set(same, [...(groups.get(same) ?? []), start]);
  }
  return (
    <section>
      <h4>{t('anEtcdSays')}</h4>
      {[...groups].map(([same, group]) => (
        <div key={same} className="files-start" data-outcome={group[0]?.outcome}>
          <p>
            <strong>etcd {group.map(({ etcd }) => etcd).join(', ')}</strong>{' '}
            {group[0] && t(`outcome.${group[0].outcome}`)}
          </p>
          {group[0]?.line !== undefined && <code className="files-line">{group[0].line}</code>}
          {group[0] && group[0].why !== '' && <p className="small">{startWords(group[0])}</p>}
        </div>
      ))}
    </section>
  );
}

export function AdviceList({ advice }: { advice: readonly Advice[] }) {
  const { t } = useTranslation('files');
  return (
    <section>
      <h4>{t('whatToDo')}</h4>
      <ol className="files-advice">
        {advice.map((each) => (
          <li key={each.code + each.words}>
            {adviceWords(each)}
            {each.commands.length > 0 && (
              <div className="files-commands">
                <pre tabIndex={0}>{each.commands.join('\n')}</pre>
                <CopySmall text={each.commands.join('\n')} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
