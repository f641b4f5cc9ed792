import { useTranslation } from 'react-i18next';
import type { NodePreview } from '../../lab/debug/preview.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { FieldChange } from '../../node/report/member-diff.ts';
import type { EntryView } from '../../node/report/view.ts';
import { formatBytes, formatNode } from '../../view/say/format.ts';
import { DecidedBy } from './DecidedBy.tsx';
import { DiffTable, MemberDiff } from './DiffTable.tsx';
import { traceSentence } from './trace-sentence.ts';

/** What something did to a node: its fields before and after, and what was decided. */
export function Effect({
  node,
  changes,
  trace,
}: {
  node: number;
  changes: readonly FieldChange[];
  trace: readonly NodeTrace[];
}) {
  const { t } = useTranslation('inspector');
  return (
    <>
      <h3>{t('message.effect', { node: formatNode(node) })}</h3>
      {changes.length === 0 ? (
        <p className="muted">{t('message.nothingChanged')}</p>
      ) : (
        <MemberDiff changes={changes} />
      )}
      <Decisions trace={trace} />
    </>
  );
}

/** The same with its log, its disk and its store. */
export function NodeEffect({ of }: { of: NodePreview }) {
  const { t } = useTranslation('inspector');
  const { node, fields, entries, moreEntries, decisions, writes, applies, crashed } = of;
  const work = [
    ...writes.map(({ sync, entries: count, bytes }) =>
      t(sync ? 'diff.writesSynced' : 'diff.writes', { count, size: formatBytes(bytes) }),
    ),
    ...applies.map((range) => t('diff.applies', range)),
  ];
  return (
    <>
      <Effect node={node} changes={fields} trace={decisions} />
      {entries.length > 0 && (
        <>
          <h4>{t('diff.entries')}</h4>
          <DiffTable
            changes={entries.map(({ index, before, after }) => ({
              field: String(index),
              before: entryText(before),
              after: entryText(after),
            }))}
          />
          {moreEntries > 0 && <p className="muted">{t('diff.more', { count: moreEntries })}</p>}
        </>
      )}
      {work.length > 0 && <p>{work.join(' · ')}</p>}
      {crashed !== undefined && <p className="bad">{t('node.crashed', { reason: crashed })}</p>}
    </>
  );
}

function Decisions({ trace }: { trace: readonly NodeTrace[] }) {
  const { t } = useTranslation('inspector');
  if (trace.length === 0) return null;
  return (
    <ul className="decisions">
      {trace.map((each) => {
        const sentence = traceSentence(t, each);
        return (
          <li key={sentence}>
            <span>{sentence}</span>
            <DecidedBy trace={each} />
          </li>
        );
      })}
    </ul>
  );
}

/** `11@4 a=1`; nothing where there is no entry. */
function entryText(entry: EntryView | undefined): string {
  return entry === undefined ? '' : `${entry.index}@${String(entry.term)} ${entry.label || entry.kind}`;
}
