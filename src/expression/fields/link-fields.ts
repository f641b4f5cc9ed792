import { microsToMs, type NodeId } from '../../base/flavor.ts';
import type { Link } from '../../net/link.ts';
import type { World } from '../../sim/world/world.ts';
import { BOOLEAN, NODE, NUMBER } from '../value-type.ts';
import { tableOf, type Fields } from './field.ts';

/** Undefined: nothing was ever said of it. To ask the bus would make it. */
export function linkOf({ bus }: World, from: NodeId, to: NodeId): Readonly<Link> | undefined {
  for (const link of bus.unsortedLinks()) if (link.from === from && link.to === to) return link;
  return undefined;
}

export const linkFields = {
  from: { type: NODE, sure: true, read: ({ from }) => from },
  to: { type: NODE, sure: true, read: ({ to }) => to },
  cut: { type: BOOLEAN, sure: true, read: ({ cut }) => cut },
  held: { type: BOOLEAN, sure: true, read: ({ hold }) => hold },
  latency: { type: NUMBER, sure: true, read: ({ dials }) => microsToMs(dials.latency) },
  jitter: { type: NUMBER, sure: true, read: ({ dials }) => microsToMs(dials.jitter) },
  loss: { type: NUMBER, sure: true, read: ({ dials }) => dials.loss },
  duplicate: { type: NUMBER, sure: true, read: ({ dials }) => dials.duplicate },
  reorder: { type: NUMBER, sure: true, read: ({ dials }) => dials.reorder },
  inFlight: {
    type: NUMBER,
    happens: [{ type: 'sent' }, { type: 'ended' }],
    sure: true,
    read: ({ from, to }, { world }) => {
      let count = 0;
      for (const flight of world.bus.flights()) if (flight.from === from && flight.to === to) count++;
      return count;
    },
  },
} satisfies Fields<Readonly<Link>>;

export const linkTable = tableOf<Readonly<Link>>('link', linkFields, ({ from, to }) => `${from}/${to}`);
