import { expect, it } from 'vitest';
import { decisionIn, KnownEvent } from '../../src/explain/known-event.ts';
import { NOT_KNOWN } from '../../src/history/partly-known.ts';
import type { Entry } from '../../src/raft/entry.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import { randomRun } from './recorded-run.ts';

type Look = (event: WorldEvent) => unknown;

const looks: Readonly<Record<string, Look>> = {
  number: ({ number }) => number,
  at: ({ at }) => at,
  type: ({ type }) => type,
  node: ({ node }) => node,
  message: ({ message }) => message,
  waits: ({ waits }) => waits,
  command: ({ command }) => command?.type,
  client: ({ client }) => client,
  committed: ({ committed }) => committed,
  messageType: ({ input }) => (input?.type === 'message' ? input.message.type : undefined),
  messageTerm: ({ input }) => (input?.type === 'message' ? input.message.term : undefined),
  messageIndex: (event) => fieldOf(event, 'index'),
  messageHint: (event) => fieldOf(event, 'rejectHint'),
  messageLogTerm: (event) => fieldOf(event, 'logTerm'),
  messageCommit: (event) => fieldOf(event, 'commit'),
  messageContext: (event) => fieldOf(event, 'context'),
  entryCount: (event) => fieldOf(event, 'entries', (entries) => (entries as readonly unknown[]).length),
  entryIndexes: (event) =>
    fieldOf(event, 'entries', (entries) => (entries as readonly Entry[]).map(({ index }) => index)),
  write: ({ input }) => (input?.type === 'writeDone' ? input.write : undefined),
  apply: ({ input }) => (input?.type === 'applyDone' ? input.apply : undefined),
  request: ({ input }) => (input?.type === 'request' ? input.request : undefined),
  boot: ({ output }) => output?.changes.boot !== undefined,
  state: ({ output }) => output?.changes.state,
  term: ({ output }) => output?.changes.term,
  vote: ({ output }) => output?.changes.vote,
  lead: ({ output }) => output?.changes.lead,
  commit: ({ output }) => output?.changes.commit,
  applied: ({ output }) => output?.changes.applied,
  last: ({ output }) => output?.changes.last,
  stable: ({ output }) => output?.changes.stable,
  revision: ({ output }) => output?.changes.revision,
  snapshotIndex: ({ output }) => output?.changes.snapshotIndex ?? 0,
  snapshotTerm: ({ output }) => output?.changes.snapshotTerm,
  hardState: ({ output }) => output?.changes.hardState,
  lastAppended: ({ output }) => output?.changes.appended?.at(-1)?.term,
  confState: ({ output }) => output?.changes.confState,
  replaced: ({ output }) => output?.changes.replaced,
  leads: (event) => decisionIn(event, 'becameLeader')?.term,
  campaigns: (event) => decisionIn(event, 'becameCandidate')?.term,
  grants: (event) => {
    const granted = decisionIn(event, 'voteGranted');
    return granted && [granted.candidate, granted.term, granted.pre];
  },
  commits: (event) => decisionIn(event, 'committed')?.by,
  applies: (event) => {
    const applied = decisionIn(event, 'applied');
    return applied && [applied.first, applied.last, applied.revision];
  },
  installs: (event) => decisionIn(event, 'snapshotInstalled') !== undefined,
};

/** A field of the message of an event; undefined: messages of its type have none. */
function fieldOf({ input }: WorldEvent, name: string, of: (value: unknown) => unknown = (value) => value) {
  if (input?.type !== 'message' || !(name in input.message)) return undefined;
  return of((input.message as unknown as Readonly<Record<string, unknown>>)[name]);
}

it('what indexes tell of an event is what the event was, and of most events they tell it', async () => {
  const config = { nodes: 3, seed: 21, snapshotCount: 20, snapshotCatchUpEntries: 5 };
  const faults = ['kill', 'restart', 'pause', 'partition', 'loss', 'transfer', 'membership'] as const;
  const { run, heard } = await randomRun(config, faults, 6000);
  const known = new KnownEvent(run, run.history.facts.reader());
  const told = new Map<string, number>();
  const wrong: string[] = [];
  for (const event of heard) {
    known.goTo(event.number);
    for (const [name, look] of Object.entries(looks)) {
      const said = lookAt(known.event, look);
      if (said === NOT_KNOWN) continue;
      told.set(name, (told.get(name) ?? 0) + 1);
      const was = look(event);
      if (JSON.stringify(said) !== JSON.stringify(was))
        wrong.push(`${name} of event ${event.number} (${event.type}): ${JSON.stringify([said, was])}`);
    }
  }
  expect(wrong.slice(0, 10), `seed ${config.seed}`).toEqual([]);
  for (const name of Object.keys(looks)) expect(told.get(name), name).toBeGreaterThan(heard.length / 2);
});

/** What is seen, or that only a replay can tell. */
function lookAt(event: WorldEvent, look: Look): unknown {
  try {
    return look(event);
  } catch (error) {
    if (error === NOT_KNOWN) return NOT_KNOWN;
    throw error;
  }
}
