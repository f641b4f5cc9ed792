import { present } from '../../base/assert.ts';
import { copyInProcess, replayTo } from '../../history/replay.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { ClientAnswer } from '../../node/io.ts';
import type { LeaseChange } from '../../node/report/changes.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { Micros } from '../../base/flavor.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Run } from '../play/run.ts';
import { pastOf } from './past-of.ts';
import { outcomeOf, type Outcome } from './preview.ts';

/** One event of the record, whole: what happened, to whom, and what came of it. Plain data, and for ever the same. */
export interface EventInspection extends Omit<Outcome, 'events' | 'fates'> {
  readonly type: 'event';
  readonly number: number;
  readonly at: Micros;
  /** What happened: an input by its type, `command`, `death` of a message on its link, or `client`. */
  readonly what: WorldEvent['type'];
  /** 0: nobody. */
  readonly node: WorldEvent['node'];
  /** The message that was delivered or died; 0: none. */
  readonly message: number;
  /** Its node is paused: it waits in its inbox. */
  readonly waits: boolean;
  readonly input: WorldEvent['input'];
  readonly command: WorldEvent['command'];
  /** The client program it happened to, and what that was told. */
  readonly client: string | undefined;
  readonly heard: WorldEvent['heard'];
  readonly answers: readonly ClientAnswer[];
  /** Of its node; undefined where no member lived there. */
  readonly before: MemberView | undefined;
  readonly after: MemberView | undefined;
  /** What it wrote to the node's store, in order, and how much more that was than is told. */
  readonly records: readonly KeyRecord[];
  readonly moreRecords: number;
  /** Leases granted, renewed, checkpointed or gone there. */
  readonly leases: readonly LeaseChange[];
}

/** So many of what it wrote are told one by one. */
const RECORDS_MAX = 20;

/** By one replay from the checkpoint before it, or from what was replayed just before. Undefined: it has not happened yet. */
export async function inspectEvent(run: Run, number: number): Promise<EventInspection | undefined> {
  if (!Number.isSafeInteger(number) || number < 1 || number > run.cluster.world.events) return undefined;
  const past = pastOf(run);
  const [event] = await past.events(number, number);
  const then = await past.at(number - 1);
  const before = then.world;
  const copy = copyInProcess({ world: before, members: then.members() }, run.factory);
  await replayTo(run.history, copy, number);
  return inspectionOf(present(event, 'an event of the record'), before, copy.world);
}

function inspectionOf(event: WorldEvent, before: World, after: World): EventInspection {
  const { number, at, node, message, waits, input, command, client, heard, output } = event;
  const records = output?.changes.records ?? [];
  const { nodes, sent, ended, calls, violations } = outcomeOf(before, after, [event]);
  return {
    type: 'event',
    number,
    at,
    what: event.type,
    node,
    message,
    waits,
    input,
    command,
    client,
    heard,
    nodes,
    sent,
    ended,
    calls,
    violations,
    answers: output?.answers ?? [],
    before: before.machines.get(node)?.image?.view(),
    after: after.machines.get(node)?.image?.view(),
    records: records.slice(0, RECORDS_MAX),
    moreRecords: Math.max(0, records.length - RECORDS_MAX),
    leases: output?.changes.leases ?? [],
  };
}
