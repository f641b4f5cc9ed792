import { assert, present } from '../../base/assert.ts';
import type { LogIndex, Term } from '../../base/flavor.ts';
import type { MemberChanges } from '../../node/report/changes.ts';
import type { Entry } from '../../raft/entry.ts';
import { EMPTY_LOG_HASH, extendHash } from '../../raft/entry-hash.ts';
import type { KnownLog } from './known-log.ts';
import type { Memory } from './memory.ts';
import type { Scene } from './scene.ts';

/** The hash of a member's log up to index; undefined: it does not reach so far, or nobody knows how it began. */
export function hashAt(memory: Memory, log: KnownLog, index: LogIndex): number | undefined {
  if (index === 0) return EMPTY_LOG_HASH;
  return index <= log.base ? memory.committed.at(index - 1)?.hash : log.hashAt(index);
}

/** The term of an entry of a member's log; undefined: it is not there, or not known. */
export function termAt(memory: Memory, log: KnownLog, index: LogIndex): Term | undefined {
  if (index === 0) return 0;
  return index <= log.base ? memory.committed.at(index - 1)?.term : log.termAt(index);
}

/** How far the log that a life begins with is what is committed. */
export function agreedUpTo({ committed }: Memory, { first, appended, hashes }: MemberChanges): LogIndex {
  let index = Math.min((first ?? 1) - 1, committed.length);
  let hash = index === 0 ? EMPTY_LOG_HASH : (committed.at(index - 1)?.hash ?? EMPTY_LOG_HASH);
  for (let i = 0; i < (appended?.length ?? 0); i++) {
    hash = extendHash(hash, present(hashes?.[i], 'each entry has its hash'));
    if (committed.at(index)?.hash !== hash) break;
    index++;
  }
  return index;
}

/** The highest index that became committed in a term below this one; 0: none. */
export function committedBefore({ committed }: Memory, term: Term): LogIndex {
  let index = committed.length;
  while (index > 0 && !((committed.at(index - 1)?.commitTerm ?? 0) < term)) index--;
  return index;
}

/** LogMatching and TermsNonDecreasing. New entries of a log: each must go on from the same prefix as everywhere else. */
export function checkEntries(scene: Scene, entries: readonly Entry[], hashes: readonly number[]): void {
  const { member, node, memory, event, isBoot, report } = scene;
  const { log } = member;
  let isMatching = true;
  let before = termAt(memory, log, log.last);
  for (let i = 0; i < entries.length; i++) {
    const entry = present(entries[i], 'it is within the list');
    const { index, term } = entry;
    assert(index === log.last + 1, `entry ${index} goes on from ${log.last}`);
    if ((before !== undefined && term < before) || term > member.term) checkEntryTerm(scene, entry, before);
    before = term;
    if (entry.type !== 'EntryNormal') member.confIndexes = [...member.confIndexes, index];
    log.append(term, hashAt(memory, log, log.last), present(hashes[i], 'each entry has its hash'));
    const hash = log.hashAt(index);
    if (!isMatching || hash === undefined) continue;
    const known = memory.prefix(index, term);
    if (known === undefined) {
      memory.learn(index, { term, hash, node, event: event.number });
      if (!isBoot) scene.fresh.push(entry);
    }
    isMatching = known === undefined || known.hash === hash;
    if (known === undefined || isMatching) continue;
    report({
      property: 'LogMatching',
      nodes: [node, known.node],
      detail: `the log of node ${node} up to entry ${index} of term ${term} differs from that of node ${known.node}, which has had that entry since event ${known.event}`,
      because: { type: 'logsDiffer', index, entryTerm: term, before: known.node, earlier: known.event },
    });
  }
}

function checkEntryTerm(
  { member, node, isBoot, report }: Scene,
  entry: Entry,
  before: Term | undefined,
): void {
  const { index, term } = entry;
  if (before !== undefined && term < before) {
    report({
      property: 'TermsNonDecreasing',
      nodes: [node],
      detail: `in the log of node ${node} entry ${index} is of term ${term}, and the one before it of term ${before}`,
      because: { type: 'entryTermFell', index, entryTerm: term, previousTerm: before },
    });
  }
  // A write that was torn may have left its entries and not the hard state behind them: nobody was told of either.
  if (isBoot || term <= member.term) return;
  report({
    property: 'TermsNonDecreasing',
    nodes: [node],
    detail: `node ${node} of term ${member.term} has entry ${index} of term ${term}`,
    because: { type: 'entryTermAhead', index, entryTerm: term, term: member.term },
  });
}

/** EntryOrigin: who makes an entry leads its term. */
export function checkOrigins({ fresh, node, memory, report }: Scene): void {
  for (const { index, term } of fresh) {
    const leader = memory.leaderOf(term);
    if (leader?.node === node) continue;
    const who = leader === undefined ? 'which nobody leads' : `which node ${leader.node} leads`;
    report({
      property: 'EntryOrigin',
      nodes: leader === undefined ? [node] : [node, leader.node],
      detail: `node ${node} has an entry ${index} of term ${term}, ${who}, that was in no log before`,
      because: {
        type: 'strangeOrigin',
        index,
        entryTerm: term,
        before: leader?.node,
        earlier: leader?.event,
      },
    });
    return;
  }
}
