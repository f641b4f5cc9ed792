interface Item {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid?: number;
  readonly id?: unknown;
  readonly bp?: string;
}

/**
 * Holds a trace to the rules by which Perfetto's trace processor reads the Chrome format (google/perfetto,
 * src/trace_processor: json_trace_parser_impl.cc, slice_tracker.cc, flow_tracker.cc): events are sorted by `ts`, the file's order
 * among equals; slices of a thread nest; the start of a flow hangs on the newest slice of its thread, which must be; text
 * ids of flows are read as hexadecimal numbers; a second start of one id and an end without a start are dropped.
 */
export function faultsOfTrace(trace: unknown): string[] {
  const faults: string[] = [];
  const items = itemsOf(trace);
  const stacks = new Map<number, Item[]>();
  const pids = new Map<number, number>();
  const started = new Set<unknown>();
  const calls = new Set<unknown>();
  const timed = items.filter(({ ph }) => ph !== 'M');
  const order = timed.map((item, place) => ({ item, place }));
  order.sort((a, b) => (a.item.ts ?? 0) - (b.item.ts ?? 0) || a.place - b.place);
  for (const { item } of order) {
    const { ph, ts, dur, tid = -1, pid, id } = item;
    if (ts === undefined || !Number.isFinite(ts) || ts < 0) faults.push(`no time: ${JSON.stringify(item)}`);
    if (ph === 'C') continue;
    if ((pids.get(tid) ?? pid) !== pid) faults.push(`thread ${tid} is of two processes`);
    pids.set(tid, pid);
    const stack = stacks.get(tid) ?? [];
    stacks.set(tid, stack);
    if (ph === 'X') {
      if (dur === undefined || dur < 0) faults.push(`no duration: ${JSON.stringify(item)}`);
      while (stack.length > 0 && endOf(stack.at(-1)) <= (ts ?? 0)) stack.pop();
      if (stack.length > 0 && endOf(stack.at(-1)) < endOf(item))
        faults.push(`ends after its parent: ${JSON.stringify(item)}`);
      stack.push(item);
    } else if (ph === 's' || ph === 'f') {
      if (typeof id !== 'number') faults.push(`the id of a flow is no number: ${JSON.stringify(item)}`);
      if (stack.at(-1)?.ts !== ts)
        faults.push(`a flow's end hangs on no slice of its instant: ${JSON.stringify(item)}`);
      if (ph === 's' && started.has(id)) faults.push(`flow ${String(id)} starts twice`);
      if (ph === 'f' && !started.has(id)) faults.push(`flow ${String(id)} ends without a start`);
      if (ph === 'f' && item.bp !== 'e') faults.push(`flow ${String(id)} binds to the next slice`);
      started.add(id);
    } else if (ph === 'b') calls.add(id);
    else if (ph === 'e') {
      if (!calls.delete(id)) faults.push(`call ${String(id)} ends without a start`);
    } else faults.push(`no such phase: ${ph}`);
  }
  return faults;
}

/** Slices of events, and both ends of flows. */
export function flowsOf(trace: unknown): {
  readonly slices: number;
  readonly starts: number;
  readonly ends: number;
} {
  const items = itemsOf(trace);
  const count = (is: (item: Item) => boolean) => items.filter(is).length;
  return {
    slices: count(
      ({ ph, dur, cat }) => ph === 'X' && dur === 0 && cat !== 'role' && cat !== 'disk' && cat !== 'apply',
    ),
    starts: count(({ ph }) => ph === 's'),
    ends: count(({ ph }) => ph === 'f'),
  };
}

function itemsOf(trace: unknown): readonly Item[] {
  return (trace as { traceEvents: readonly Item[] }).traceEvents;
}

function endOf(item: Item | undefined): number {
  return (item?.ts ?? 0) + (item?.dur ?? 0);
}
