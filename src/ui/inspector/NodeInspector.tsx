import { useTranslation } from 'react-i18next';
import type { Frame, Inspection, NodeFrame } from '../../lab/frame/frame.ts';
import type { MemberView } from '../../node/report/view.ts';
import { formatHash, formatMs, formatNode, formatSeconds } from '../../view/say/format.ts';
import { OriginOf } from '../origin/OriginOf.tsx';
import { Facts } from './Facts.tsx';
import { GoToEvent } from './GoTo.tsx';
import { DecidedBy } from './DecidedBy.tsx';
import { traceSentence } from './trace-sentence.ts';
import { WhyButton } from '../why/WhyButton.tsx';

type NodeTraceList = Extract<Inspection, { type: 'node' }>['trace'];

/** A member: what it promised, what it is, what its log holds, whom it leads, what it waits for, what it decided. */
export function NodeInspector({
  node,
  frame,
  trace,
}: {
  node: NodeFrame;
  frame: Frame;
  trace: NodeTraceList;
}) {
  const { t } = useTranslation(['inspector', 'common']);
  const view = node.status === 'killed' ? undefined : node.view;
  return (
    <>
      <p className="kicker">
        {t('node.kicker', {
          member: t(`common:member.${node.member}`),
          status: t(`common:status.${node.status}`),
        })}
      </p>
      <h2 className="headline">
        {formatNode(node.id)} {view && <span>{t(`common:role.${view.state}`)}</span>}
      </h2>
      {node.crashed !== undefined && (
        <p className="form-error">{t('node.crashed', { reason: node.crashed })}</p>
      )}
      {node.removed && <p className="form-error">{t('node.removed')}</p>}
      {view ? <Living node={node} view={view} frame={frame} /> : <Disk node={node} />}
      <Decisions trace={trace} />
    </>
  );
}

function Disk({ node }: { node: NodeFrame }) {
  const { t } = useTranslation('inspector');
  if (!node.disk) return <p className="muted">{t('node.emptyDisk')}</p>;
  const own = `node(${node.id})`;
  return (
    <>
      <h3>{t('node.onDisk')}</h3>
      <Facts
        facts={[
          { name: 'Term', value: String(node.disk.term), place: `${own}.hardState.term` },
          { name: 'Vote', value: voteName(node.disk.vote), place: `${own}.hardState.vote` },
          { name: 'Commit', value: node.disk.commit, place: `${own}.hardState.commit` },
          { name: t('node.last'), value: node.disk.last, place: `${own}.last` },
          { name: t('node.snapshot'), value: node.disk.snapshot, place: `${own}.snapshot` },
        ]}
      />
    </>
  );
}

function voteName(id: number): string {
  return id === 0 ? '–' : formatNode(id);
}

function Living({ node, view, frame }: { node: NodeFrame; view: MemberView; frame: Frame }) {
  const { t } = useTranslation('inspector');
  const own = `node(${node.id})`;
  return (
    <>
      <div className="fact-columns">
        <section>
          <h3>HardState</h3>
          <Facts
            facts={[
              { name: 'Term', value: String(view.hardState.term), place: `${own}.hardState.term` },
              { name: 'Vote', value: voteName(view.hardState.vote), place: `${own}.hardState.vote` },
              { name: 'Commit', value: view.hardState.commit, place: `${own}.hardState.commit` },
            ]}
          />
        </section>
        <section>
          <h3>SoftState</h3>
          <Facts
            facts={[
              { name: 'Lead', value: voteName(view.lead), place: `${own}.lead` },
              { name: 'RaftState', value: view.state, place: `${own}.role` },
              view.leadTransferee !== 0
                ? { name: 'LeadTransferee', value: formatNode(view.leadTransferee) }
                : undefined,
            ]}
          />
        </section>
      </div>
      <Queues node={node} view={view} frame={frame} />
      <Progress view={view} own={own} />
      <h3>{t('node.log')}</h3>
      <LogBar view={view} />
      <Facts
        facts={[
          {
            name: t('node.range'),
            value: view.last < view.first ? t('node.emptyLog') : `${view.first} … ${view.last}`,
            place: view.last < view.first ? undefined : `${own}.last`,
          },
          { name: t('node.stable'), value: view.stable, place: `${own}.stable` },
          { name: t('node.committed'), value: view.commit, place: `${own}.commit` },
          { name: t('node.applied'), value: view.applied, place: `${own}.applied` },
          view.snapshotIndex > 0
            ? {
                name: t('node.snapshot'),
                value: `${view.snapshotIndex}@${String(view.snapshotTerm)}`,
                place: `${own}.snapshot`,
              }
            : undefined,
        ]}
      />
      <h3>{t('node.clock')}</h3>
      <Facts
        facts={[
          {
            name: t('node.election'),
            value: t('node.ticksOf', {
              elapsed: view.electionElapsed,
              timeout: view.state === 'StateLeader' ? view.electionTimeout : view.randomizedElectionTimeout,
            }),
          },
          view.state === 'StateLeader'
            ? { name: t('node.heartbeat'), value: view.heartbeatElapsed }
            : undefined,
          node.nextTickAt === undefined
            ? undefined
            : { name: t('node.nextTick'), value: `+${formatMs(Math.max(0, node.nextTickAt - frame.at))} ms` },
        ]}
      />
      <OwnSettings node={node} frame={frame} />
      <h3>{t('node.store')}</h3>
      <Facts
        facts={[
          { name: t('node.revision'), value: view.revision, place: `${own}.revision` },
          { name: t('node.keys'), value: view.keyCount },
          { name: t('node.hash'), value: formatHash(view.kvHash) },
          node.alarms.length === 0
            ? undefined
            : {
                name: t('node.alarms'),
                value: node.alarms
                  .map(({ alarm, node: by }) => (by === undefined ? alarm : `${alarm} (${formatNode(by)})`))
                  .join(' '),
                bad: true,
              },
        ]}
      />
    </>
  );
}

/** What this member has for itself: a disk of another speed, flags of its own, and whether they wait for its next start. */
function OwnSettings({ node, frame }: { node: NodeFrame; frame: Frame }) {
  const { t } = useTranslation('inspector');
  const { settings, settingsInForce, fsync, diskStuck } = node;
  const ownDisk = diskStuck || fsync !== Math.round(frame.config.fsyncMs * 1000);
  const fields = Object.entries(settings);
  if (!ownDisk && fields.length === 0) return null;
  return (
    <>
      <h3>{t('node.own')}</h3>
      <Facts
        facts={[
          ownDisk
            ? {
                name: t('node.sync'),
                value: diskStuck ? t('node.stuck') : `${formatMs(fsync)} ms`,
                bad: diskStuck,
              }
            : undefined,
          ...fields.map(([field, value]) => ({
            name: field,
            value:
              Object.entries(settingsInForce).find(([each]) => each === field)?.[1] === value
                ? String(value)
                : t('node.fromNextStart', { value: String(value) }),
          })),
        ]}
      />
    </>
  );
}

/** A leader's view of every peer. */
function Progress({ view, own }: { view: MemberView; own: string }) {
  const { t } = useTranslation('inspector');
  if (view.progress.length === 0) return null;
  return (
    <>
      <h3>Progress</h3>
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('node.peer')}</th>
              <th scope="col">State</th>
              <th scope="col">Match</th>
              <th scope="col">Next</th>
              <th scope="col">{t('node.inflight')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('node.flags')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {view.progress.map((progress) => (
              <tr key={progress.id}>
                <th scope="row">{formatNode(progress.id)}</th>
                <td>
                  <OriginOf place={`${own}.progress(${progress.id}).state`}>
                    {progress.state.slice(5)}
                  </OriginOf>
                </td>
                <td>
                  <OriginOf place={`${own}.progress(${progress.id}).match`}>{progress.match}</OriginOf>
                </td>
                <td>
                  <OriginOf place={`${own}.progress(${progress.id}).next`}>{progress.next}</OriginOf>
                </td>
                <td>{progress.inflight}</td>
                <td className="muted">
                  {[
                    progress.paused ? t('node.pausedPeer') : '',
                    progress.recentActive ? '' : t('node.inactive'),
                    progress.learner ? t('node.learner') : '',
                  ]
                    .filter((word) => word !== '')
                    .join(' · ')}{' '}
                  {(progress.paused || progress.match < view.last) && (
                    <WhyButton
                      subject={{ type: 'progress', leader: view.id, node: progress.id }}
                      about={formatNode(progress.id)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The log as one bar: compacted, applied, committed, stable, not yet synced. */
function LogBar({ view }: { view: MemberView }) {
  const { last } = view;
  if (last === 0) return null;
  const share = (from: number, to: number) => `${(Math.max(0, to - from) / last) * 100}%`;
  const applied = Math.min(view.applied, last);
  const commit = Math.min(view.commit, last);
  const stable = Math.max(commit, Math.min(view.stable, last));
  return (
    <div className="log-bar" aria-hidden="true">
      <i className="log-bar-compacted" style={{ width: share(0, view.first - 1) }} />
      <i className="log-bar-applied" style={{ width: share(view.first - 1, applied) }} />
      <i className="log-bar-committed" style={{ width: share(applied, commit) }} />
      <i className="log-bar-stable" style={{ width: share(commit, stable) }} />
      <i className="log-bar-unstable" style={{ width: share(stable, last) }} />
    </div>
  );
}

function Queues({ node, view, frame }: { node: NodeFrame; view: MemberView; frame: Frame }) {
  const { t } = useTranslation('inspector');
  const [write] = node.diskQueue;
  const [apply] = node.applyQueue;
  const nothing =
    !write && !apply && view.pendingReads.length === 0 && view.pendingProposals === 0 && node.waiting === 0;
  if (nothing) return null;
  return (
    <>
      <h3>{t('node.waits')}</h3>
      <Facts
        facts={[
          write && {
            name: t('node.disk'),
            value: (
              <QueueList
                kind="MsgStorageAppend"
                standing={node.diskStuck ? t('node.stuck') : t('node.byHand')}
                lines={node.diskQueue.map(({ id, entries, bytes, dueAt }) => ({
                  id,
                  words:
                    entries === 0 && bytes === 0
                      ? t('node.responsesOnly')
                      : t('node.write', { count: entries, bytes }),
                  left: dueAt === undefined ? undefined : dueAt - frame.at,
                }))}
              />
            ),
          },
          apply && {
            name: t('node.apply'),
            value: (
              <QueueList
                kind="MsgStorageApply"
                standing={t('node.byHand')}
                lines={node.applyQueue.map(({ id, first, last, dueAt }) => ({
                  id,
                  words: first === last ? String(first) : `${first} … ${last}`,
                  left: dueAt === undefined ? undefined : dueAt - frame.at,
                }))}
              />
            ),
          },
          view.pendingProposals > 0 ? { name: t('node.proposals'), value: view.pendingProposals } : undefined,
          view.pendingReads.length > 0
            ? {
                name: t('node.reads'),
                value: view.pendingReads
                  .map((read) =>
                    read.index === 0 ? t('node.readAsking') : t('node.readAt', { index: read.index }),
                  )
                  .join(', '),
              }
            : undefined,
          node.waiting > 0 ? { name: t('node.inputs'), value: node.waiting } : undefined,
        ]}
      />
    </>
  );
}

const QUEUE_SHOWN = 5;

/** What waits for one of a node's two storage threads, oldest first: what it is, and when it is done. */
function QueueList({
  kind,
  standing,
  lines,
}: {
  kind: 'MsgStorageAppend' | 'MsgStorageApply';
  /** What is said instead of a time. */
  standing: string;
  lines: readonly { readonly id: number; readonly words: string; readonly left: number | undefined }[];
}) {
  const { t } = useTranslation('inspector');
  const more = lines.length - QUEUE_SHOWN;
  return (
    <>
      <span className="muted">{kind}</span>
      <ol className="queue">
        {lines.slice(0, QUEUE_SHOWN).map(({ id, words, left }) => (
          <li key={id}>
            <span>{words}</span>{' '}
            <span className="muted">
              {left === undefined ? standing : `+${formatMs(Math.max(0, left))} ms`}
            </span>
          </li>
        ))}
        {more > 0 && <li className="muted">{t('node.moreWait', { count: more })}</li>}
      </ol>
    </>
  );
}

function Decisions({ trace }: { trace: NodeTraceList }) {
  const { t } = useTranslation('inspector');
  if (trace.length === 0) return null;
  return (
    <>
      <h3>{t('node.decisions')}</h3>
      <ol className="decisions">
        {trace.map((each) => {
          const sentence = traceSentence(t, each.trace);
          return (
            <li key={`${each.event} ${sentence}`}>
              <span>{formatSeconds(each.at)}</span>
              <GoToEvent event={each.event}>{sentence}</GoToEvent>
              <DecidedBy trace={each.trace} />
            </li>
          );
        })}
      </ol>
    </>
  );
}
