import type {
  Advice,
  Comparison,
  EtcdStart,
  Finding,
  FirstDifference,
  MemberReport,
} from '../../datadir/verdict/report.ts';
import { formatRows, type Row } from './columns.ts';
import { formatBytes } from './progress.ts';

/** What is said, for people: verdicts first, then the members side by side, then each one, then what to do. */
export function reportLines(members: readonly MemberReport[], comparison: Comparison | undefined): string[] {
  const names = shortNames(members);
  return [
    ...members.map((member, i) => verdictLine(member, names[i] ?? '')),
    '',
    ...formatRows(sideBySide(members, names)),
    ...members.flatMap((member, i) => memberLines(member, names[i] ?? '', members.length > 1)),
    ...(comparison === undefined ? [] : comparisonLines(comparison, names)),
  ];
}

function verdictLine({ verdict, findings, version }: MemberReport, name: string): string {
  const worst = findings.find(({ weight }) => weight === (verdict === 'damaged' ? 'bad' : 'mended'));
  const of = version === undefined ? '' : ` (data of etcd ${version})`;
  return `${name}: ${verdict}${of}${worst === undefined ? '' : `: ${worst.words}`}`;
}

/** What members have in common at the beginning of their paths says nothing. */
function shortNames(members: readonly MemberReport[]): string[] {
  const paths = members.map(({ dir }) => (dir === '' ? '(files)' : dir));
  if (paths.length < 2) return paths;
  const split = paths.map((path) => path.split('/'));
  const [first = []] = split;
  let common = 0;
  while (common < first.length - 1 && split.every((parts) => parts[common] === first[common])) common++;
  return split.map((parts) => parts.slice(common).join('/') || '.');
}

type Cell = string | number | undefined;

function sideBySide(members: readonly MemberReport[], names: readonly string[]): Row[] {
  const row = (name: string, cell: (member: MemberReport) => Cell): Row => [
    name,
    ...members.map((member) => String(cell(member) ?? '-')),
  ];
  return [
    ['', ...names],
    row('verdict', ({ verdict }) => verdict),
    row('member id', ({ memberId }) => memberId),
    row('cluster id', ({ clusterId }) => clusterId),
    row('term', ({ term }) => term),
    row('vote', ({ vote }) => vote),
    row('commit', ({ commit }) => commit),
    row('log', ({ firstIndex, lastIndex }) =>
      firstIndex === undefined ? undefined : `${firstIndex}..${lastIndex ?? '?'}`,
    ),
    row('consistent_index', ({ consistentIndex }) => consistentIndex),
    row('snapshot', ({ snapshot }) => snapshot.index),
    row('revision', ({ revision }) => revision),
    row('compacted', ({ compactRevision }) => compactRevision),
    row('keys', ({ keys }) => keys),
    row('hashkv', ({ hashKv }) => hashKv),
    row('leases', ({ leases }) => leases),
    row('db', ({ db }) => (db === undefined ? undefined : formatBytes(db.size))),
    row('db in use', ({ db }) => (db === undefined ? undefined : formatBytes(db.inUse))),
    row('pages', ({ db }) => (db === undefined ? undefined : `${db.pages}, ${db.freePages} free`)),
  ];
}

function memberLines(member: MemberReport, name: string, isOneOfMany: boolean): string[] {
  const { findings, starts, advice } = member;
  const found = findings.filter(({ weight }) => weight !== 'note');
  return [
    '',
    ...(isOneOfMany ? [name, ''] : []),
    ...found.map(findingLine),
    ...(found.length > 0 ? [''] : []),
    ...startLines(starts),
    ...adviceLines(advice),
  ];
}

const MARKS: Readonly<Record<Finding['weight'], string>> = { bad: '!', mended: '~', odd: '?', note: ' ' };

function findingLine({ weight, words, file, at }: Finding): string {
  const place = file === undefined ? '' : ` (${file}${at === undefined ? '' : ` at byte ${at}`})`;
  return `  ${MARKS[weight]} ${words}${place}`;
}

/** Lines of etcd that say the same stand together. */
function startLines(starts: readonly EtcdStart[]): string[] {
  const groups: { readonly start: EtcdStart; readonly lines: string[] }[] = [];
  for (const start of starts) {
    const same = groups.find(
      ({ start: other }) =>
        other.code === start.code &&
        other.outcome === start.outcome &&
        other.line === start.line &&
        other.why === start.why,
    );
    if (same === undefined) groups.push({ start, lines: [start.etcd] });
    else same.lines.push(start.etcd);
  }
  if (groups.length === 0) return [];
  return [
    '  An etcd that starts from it:',
    ...groups.flatMap(({ start, lines }) => [
      `    ${lines.join(', ')} ${start.outcome}${start.line === undefined ? '' : `: ${start.line}`}`,
      `      ${start.why}`,
    ]),
  ];
}

function adviceLines(advice: readonly Advice[]): string[] {
  if (advice.length === 0) return [];
  return [
    '',
    '  What to do:',
    ...advice.flatMap(({ words, commands }, i) => [
      `    ${i + 1}. ${words}`,
      ...commands.map((command) => `       $ ${command}`),
    ]),
  ];
}

function comparisonLines(comparison: Comparison, names: readonly string[]): string[] {
  const { why, keep, losses, differences, findings, advice } = comparison;
  return [
    '',
    keep !== undefined
      ? `Together: keep ${names[keep] ?? ''}`
      : losses.length === 0
        ? 'Together: of several clusters'
        : 'Together: none to go on from',
    `  ${why}`,
    ...losses.map(({ words }, i) => `  going on from ${names[i] ?? ''}: ${words}`),
    ...findings.map(findingLine),
    ...differences.flatMap(differenceLines),
    ...adviceLines(advice),
  ];
}

function differenceLines({ words, between, log, store }: FirstDifference): string[] {
  const lines = ['', `  ${words}`];
  if (log !== undefined) {
    log.entries.forEach((entry, i) => {
      lines.push(`    ${between[i] ?? ''}: index ${entry.index} term ${entry.term}: ${entry.text}`);
    });
  }
  if (store !== undefined) {
    store.has.forEach((has, i) => {
      const what =
        has === undefined
          ? `nothing at revision ${store.revision}`
          : `${has.tombstone ? 'delete' : 'put'} ${has.key ?? '(key left out)'} at revision ${store.revision}.${has.sub}, version ${has.version}, ${has.valueBytes} bytes`;
      const entry = store.entries[i];
      const by = entry === undefined ? '' : ` by entry ${entry.index} of term ${entry.term}: ${entry.text}`;
      lines.push(`    ${between[i] ?? ''}: ${what}${by}`);
    });
  }
  return lines;
}
