import { encodeBase64 } from '../etcd/rpc/base64.ts';
import type { Flight } from '../net/flight.ts';
import { busMessageNumber, type BusMessage } from '../sim/world/bus-message.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';
import type { Stretch, Writer } from './writer.ts';

/** Named in the first line of each file; another one when a field changes its meaning. */
export const NDJSON_SCHEMA = 'quorumscope-events/1';

/**
 * One JSON object a line. The first has the schema, the configuration, the stretch and the state that it begins in; each
 * other is one event of the world's total order, with all it led to (src/export/README.md has the fields). Times are whole
 * microseconds; bytes are base64; 64-bit numbers beyond the exact ones are decimal text.
 */
export class NdjsonWriter implements Writer {
  readonly #lines: string[];

  constructor(world: World, { from, to }: Stretch) {
    this.#lines = [
      line({
        schema: NDJSON_SCHEMA,
        fromUs: from,
        toUs: to,
        event: world.events,
        hash: world.hash.hex(),
        config: world.config,
        nodes: [...world.machines.values()].map(({ id, status, image }) =>
          Object.assign({ node: id, status }, image?.view()),
        ),
        underWay: [...world.bus.flights()].map(sentOf),
      }),
    ];
  }

  append(event: WorldEvent): void {
    this.#lines.push(line(eventOf(event)));
  }

  end(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

function eventOf(event: WorldEvent): object {
  const { number, at, type, node, message, waits, input, command, output, client, heard } = event;
  return {
    event: number,
    atUs: at,
    type,
    ...(node === 0 ? {} : { node }),
    ...(message === 0 ? {} : { message }),
    ...(waits ? { waits } : {}),
    ...(input === undefined ? {} : { input }),
    ...(command === undefined ? {} : { command }),
    ...(client === undefined ? {} : { client, heard }),
    ...list('sent', event.sent.map(sentOf)),
    ...list('ended', event.ended),
    ...list('became', event.became),
    ...list('calls', event.calls),
    ...(event.committed === undefined ? {} : { committed: event.committed }),
    ...(event.elected === undefined ? {} : { elected: event.elected }),
    ...list('decisions', output?.trace ?? []),
    ...list(
      'writes',
      (output?.writes ?? []).map(({ id, sync, entries, bytes }) => ({ id, sync, entries, bytes })),
    ),
    ...list('applies', output?.applies ?? []),
    ...list('answers', output?.answers ?? []),
  };
}

function list(name: string, items: readonly unknown[]): object {
  return items.length === 0 ? {} : { [name]: items };
}

function sentOf({ id, from, to, payload, sentAt, dueAt, fate, copyOf, forged }: Flight<BusMessage>): object {
  const { from: _, to: __, ...fields } = payload;
  return {
    id,
    number: busMessageNumber[payload.type],
    from,
    to,
    sentAtUs: sentAt,
    dueAtUs: dueAt,
    fate,
    copyOf,
    forged,
    ...fields,
  };
}

function line(value: object): string {
  return JSON.stringify(value, plain);
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return encodeBase64(value);
  return typeof value === 'bigint' ? String(value) : value;
}
