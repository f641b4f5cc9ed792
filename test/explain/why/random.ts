import { expect } from 'vitest';
import { drawInt, makeDice } from '../../../src/base/random.ts';
import type { LogIndex, Term } from '../../../src/base/flavor.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { explainWhy } from '../../../src/explain/why/explain-why.ts';
import type { Why } from '../../../src/explain/why/why.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import { CommandError, type Command } from '../../../src/sim/command/command.ts';
import type { FaultName } from '../../../src/sim/command/faults.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import type { World } from '../../../src/sim/world/world.ts';
import { randomRun, type RecordedRun } from '../recorded-run.ts';

const FAULTS: readonly FaultName[] = [
  'kill',
  'restart',
  'pause',
  'partition',
  'loss',
  'disk',
  'hold',
  'duplicate',
  'transfer',
];

/** How many answers of each code there were. */
export type Tally = Map<Why['answer'], number>;

/**
 * At random instants of a random run everything is asked about that is stored or called, and each answer is held against the
 * state at that instant and against what the record says later.
 */
export async function askAtRandom(
  config: Partial<LabConfig>,
  events: number,
  instants: number,
): Promise<Tally> {
  const seed = config.seed ?? 1;
  const recorded = await randomRun(config, FAULTS, events, withLeasesAndWatches);
  const { run } = recorded;
  const past = new RunPast(run);
  const truth = truthOf(recorded);
  const dice = makeDice(seed, 'asked');
  const tally: Tally = new Map();
  for (let i = 0; i < instants; i++) {
    await run.seekEvent(drawInt(dice, 1, run.history.events.last));
    const { now } = past;
    for (const asked of subjectsOf(now)) {
      const why = await explainWhy(past, asked);
      const where = `seed ${seed}, event ${now.events}, ${asked}: ${why.answer}`;
      tally.set(why.answer, (tally.get(why.answer) ?? 0) + 1);
      holdsNow(where, why, now, truth);
      holdsForEver(where, why, truth, now.events);
      if (why.byItselfAtMs !== undefined)
        expect(why.byItselfAtMs, where).toBeGreaterThanOrEqual(Math.floor(now.now / 1000));
    }
  }
  return tally;
}

/** Leases and watches, which the random clients of a run do not have. */
export async function withLeasesAndWatches(run: RecordedRun['run']): Promise<void> {
  const { world } = run.cluster;
  const act = async (command: Command): Promise<void> => {
    try {
      await run.act(command, () => undefined);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  };
  for (const node of world.machines.keys()) {
    const request = world.calls.lastId + 1;
    await act({
      type: 'request',
      request,
      node,
      operation: { type: 'leaseGrant', id: BigInt(node), ttl: 1 + node },
    });
    const stream = world.streams.lastId + 1;
    await act({ type: 'openStream', stream, node, kind: 'watch' });
    await act({
      type: 'sendStream',
      stream,
      message: {
        type: 'create',
        key: encodeUtf8('k'),
        rangeEnd: encodeUtf8('l'),
        startRevision: node % 2,
        watchId: 0n,
        progressNotify: false,
        filters: [],
        prevKv: false,
        fragment: false,
      },
    });
  }
}

/** What may be asked about what is stored and called at an instant. */
export function subjectsOf(now: World): readonly string[] {
  const asked: string[] = [];
  let last = 0;
  for (const { id, image } of now.machines.values()) {
    const view = image?.view();
    last = Math.max(last, view?.last ?? 0);
    if (view !== undefined)
      asked.push(`node(${id}).log(${view.last})`, `node(${id}).log(${view.applied + 1})`);
  }
  for (const index of [1, last - 2, last - 1, last, last + 1]) if (index > 0) asked.push(`entry(${index})`);
  for (const { id } of now.calls.pending()) asked.push(`call(${id})`);
  const { ended } = now.calls;
  for (let i = Math.max(0, ended.length - 5); i < ended.length; i++)
    asked.push(`call(${ended.at(i)?.id ?? 0})`);
  for (let node = 1; node <= 5; node++) asked.push(`lease("${node}")`);
  for (const { id } of now.streams.all()) asked.push(`watch(${id})`);
  return asked;
}

/** What is so at the instant itself. */
function holdsNow(where: string, why: Why, now: World, truth: Truth): void {
  const commits = [...now.machines.values()].map(({ image }) => image?.view().commit ?? 0);
  switch (why.answer) {
    case 'entryNoQuorum':
    case 'entryNoJointQuorum':
    case 'entryOlderTerm':
    case 'entryLeaderUnaware':
    case 'entryNobodyLeads':
    case 'entryNotAtLeader':
      expect(Math.max(...commits), where).toBeLessThan(why.numbers.index);
      break;
    case 'applyNotCommittedHere':
    case 'applyNotHere':
    case 'applyRunning':
    case 'applyQueued':
    case 'applyNotOnDisk':
      // Whoever knew it may have lost that in a crash; the record has it.
      if (Math.max(...commits) < why.numbers.index)
        expect(truth.committed.get(why.numbers.index)?.event, where).toBeLessThanOrEqual(now.events);
      expect(now.machines.get(why.numbers.node)?.image?.view().applied, where).toBeLessThan(
        why.numbers.index,
      );
      break;
    case 'callAnswered':
    case 'readFresh':
      expect(now.calls.get(why.numbers.call)?.result?.status, where).toBe('ok');
      break;
    default:
      if ('givesUpAtMs' in why.numbers && 'call' in why.numbers)
        expect(now.calls.pendingCall(why.numbers.call), where).toBeDefined();
  }
}

interface Truth {
  /** Of every index that a member has ever known to be committed, the term of the entry. */
  readonly committed: ReadonlyMap<LogIndex, { readonly term: Term; readonly event: number }>;
  /** Of calls, the entries that they led to. */
  readonly entries: (call: number) => readonly { readonly index: LogIndex; readonly term: Term }[];
}

/** By the records alone, from the first to the last: nothing of it is an index that the answers use. */
function truthOf({ run, heard }: RecordedRun): Truth {
  const logs = new Map<number, Map<LogIndex, Term>>();
  const committed = new Map<LogIndex, { term: Term; event: number }>();
  for (const event of heard) noteCommits(event, logs, committed);
  const { origins } = run.timeline;
  return { committed, entries: (call) => origins.allOfRequest(call) };
}

function noteCommits(
  { node, number, output }: WorldEvent,
  logs: Map<number, Map<LogIndex, Term>>,
  committed: Map<LogIndex, { term: Term; event: number }>,
): void {
  const changes = output?.changes;
  if (changes === undefined) return;
  const log =
    changes.boot === undefined ? (logs.get(node) ?? new Map<LogIndex, Term>()) : new Map<LogIndex, Term>();
  logs.set(node, log);
  for (const entry of changes.appended ?? []) log.set(entry.index, entry.term);
  const { commit } = changes;
  for (let index = commit ?? 0; index > 0; index--) {
    const term = log.get(index);
    if (term === undefined || committed.has(index)) break;
    committed.set(index, { term, event: number });
  }
}

/** What is said to be so for ever is so to the end of the run. */
function holdsForEver(where: string, why: Why, truth: Truth, event: number): void {
  const isCommitted = (index: LogIndex, term: Term) => truth.committed.get(index)?.term === term;
  switch (why.answer) {
    case 'entryReplaced':
    case 'entryTruncated':
    case 'proposalOverwritten':
    case 'outcomeOverwritten':
      expect(isCommitted(why.numbers.index, why.numbers.entryTerm), where).toBe(false);
      break;
    case 'outcomeNeverProposed':
    case 'outcomeProposalLost':
    case 'outcomeProposalDropped':
    case 'proposalNoLeader':
    case 'proposalTransferring':
    case 'proposalCandidate':
    case 'proposalLost':
    case 'proposalDroppedByLeader':
      for (const { index, term } of truth.entries(why.numbers.call))
        expect(isCommitted(index, term), where).toBe(false);
      break;
    case 'outcomeTookEffect': {
      expect(isCommitted(why.numbers.index, why.numbers.entryTerm), where).toBe(true);
      expect(truth.committed.get(why.numbers.index)?.event, where).toBeLessThanOrEqual(event);
      break;
    }
    default:
      break;
  }
}
