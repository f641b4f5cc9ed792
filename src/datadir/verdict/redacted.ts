import type {
  Advice,
  Comparison,
  DbReport,
  EntryAt,
  Finding,
  FirstDifference,
  MemberReport,
  StoredAt,
} from './report.ts';

export interface Said {
  readonly members: readonly MemberReport[];
  readonly comparison: Comparison | undefined;
}

/**
 * The same without anything that people wrote: no key, no value, no names of members, no addresses, no paths. Sizes, hashes, ids, shapes
 * and verdicts stay. Directories are numbered in their order.
 */
export function redacted({ members, comparison }: Said): Said {
  const names = new Map(members.map(({ dir }, i) => [dir, `member ${i + 1}`]));
  // The longest first: one directory may lie in another.
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  const clean: Clean = (text) =>
    longestFirst.reduce((left, [dir, name]) => (dir === '' ? left : left.replaceAll(dir, name)), text);
  const nameOf: Clean = (dir) => names.get(dir) ?? 'member';
  return {
    members: members.map((member) => redactedMember(member, nameOf, clean)),
    comparison: comparison === undefined ? undefined : redactedComparison(comparison, nameOf, clean),
  };
}

type Clean = (text: string) => string;

function redactedMember(member: MemberReport, nameOf: Clean, clean: Clean): MemberReport {
  const { db, members, findings, starts, advice } = member;
  return {
    ...member,
    dir: nameOf(member.dir),
    members: members.map(({ id, learner }) => ({ id, learner, peerUrls: [], clientUrls: [] })),
    ...(db !== undefined && { db: withoutProblem(db) }),
    findings: findings.map((finding) => redactedFinding(finding, clean)),
    starts: starts.map(({ line, ...start }) =>
      line === undefined || QUOTES.test(line) ? start : Object.assign(start, { line: clean(line) }),
    ),
    advice: advice.map((one) => redactedAdvice(one, clean)),
  };
}

function withoutProblem({ problem, ...rest }: DbReport): DbReport {
  return problem === undefined ? rest : { ...rest, problem: 'left out' };
}

/** Words about pages and buckets quote bytes of keys. */
const QUOTES = /\(hex\)|"/u;
const QUOTING = /^(?:page: |backend|buckets|db unreadable)/u;

/** What is wrong with a page or a bucket is said by its code and place alone. */
function redactedFinding(finding: Finding, clean: Clean): Finding {
  if (!QUOTING.test(finding.code) && !QUOTES.test(finding.words)) {
    return { ...finding, words: clean(finding.words) };
  }
  const { page, count } = finding.data;
  const data = { ...(page !== undefined && { page }), ...(count !== undefined && { count }) };
  return { ...finding, words: finding.code, data };
}

/** Commands name paths, members and addresses. */
function redactedAdvice({ code, words }: Advice, clean: Clean): Advice {
  return { code, data: {}, words: clean(words), commands: [] };
}

function redactedComparison(comparison: Comparison, nameOf: Clean, clean: Clean): Comparison {
  const { firstDifference, differences, losses, findings, advice, why, keep } = comparison;
  const one = (difference: FirstDifference): FirstDifference => redactedDifference(difference, nameOf, clean);
  return {
    ...(keep !== undefined && { keep }),
    why: clean(why),
    losses: losses.map(({ dir, ...loss }) => Object.assign(loss, { dir: nameOf(dir) })),
    findings: findings.map((finding) => redactedFinding(finding, clean)),
    advice: advice.map((given) => redactedAdvice(given, clean)),
    differences: differences.map(one),
    ...(firstDifference !== undefined && { firstDifference: one(firstDifference) }),
  };
}

function redactedDifference(
  { between, log, store, words, code }: FirstDifference,
  nameOf: Clean,
  clean: Clean,
): FirstDifference {
  const [left, right] = between;
  return {
    code,
    between: [nameOf(left), nameOf(right)],
    words: clean(words),
    ...(log !== undefined && {
      log: { index: log.index, entries: [shape(log.entries[0]), shape(log.entries[1])] as const },
    }),
    ...(store !== undefined && {
      store: {
        revision: store.revision,
        has: [stored(store.has[0]), stored(store.has[1])] as const,
        entries: [maybeShape(store.entries[0]), maybeShape(store.entries[1])] as const,
      },
    }),
  };
}

/** Of an entry only what kind of request it is. */
function shape({ index, term, kind }: EntryAt): EntryAt {
  return { index, term, kind, text: kind };
}

function maybeShape(entry: EntryAt | undefined): EntryAt | undefined {
  return entry === undefined ? undefined : shape(entry);
}

function stored(has: StoredAt | undefined): StoredAt | undefined {
  if (has === undefined) return undefined;
  const { sub, tombstone, version, lease, valueBytes } = has;
  return { sub, tombstone, version, lease, valueBytes };
}
