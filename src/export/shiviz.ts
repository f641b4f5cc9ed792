import type { WorldEvent } from '../sim/record/world-event.ts';
import { happeningText, msText, phaseText } from './happening-text.ts';
import { flightText } from './message-text.ts';
import type { Writer } from './writer.ts';

/**
 * What ShiViz reads a log by, its own default. A file that is opened there says this in its first line, the delimiter
 * between executions (none) in its second, and the log begins with the third.
 */
export const SHIVIZ_EXPRESSION = String.raw`(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`;

type Clock = ReadonlyMap<string, number>;

/**
 * A log with vector clocks for ShiViz: every event of the stretch is one event of one host. Nodes are hosts, client programs
 * are; `operator` acts on the world, `network` loses messages. Whoever receives a message, a call or a command knows what
 * its sender knew. Clocks begin with the stretch: of what was sent before it nobody knows.
 */
export class ShivizWriter implements Writer {
  readonly #lines: string[] = [SHIVIZ_EXPRESSION, ''];
  readonly #clocks = new Map<string, Clock>();
  /** What the sender knew: of messages by their numbers, of calls by theirs, and of the last command. */
  readonly #sent = new Map<number, Clock>();
  readonly #asked = new Map<number, Clock>();
  #command: { readonly at: number; readonly clock: Clock } | undefined;

  append(event: WorldEvent): void {
    const host = hostOf(event);
    const clock = this.#tick(host, this.#known(event));
    for (const { id } of event.sent) this.#sent.set(id, clock);
    for (const { message } of event.ended) this.#sent.delete(message);
    for (const { request, status } of event.calls) {
      if (status === 'invoked') this.#asked.set(request, clock);
      else this.#asked.delete(request);
    }
    if (event.command !== undefined) this.#command = { at: event.at, clock };
    this.#lines.push(oneLine(textOf(event)), `${host} ${JSON.stringify(Object.fromEntries(clock))}`);
  }

  end(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  /** The clocks of those who have told this host something that it knows now. */
  #known(event: WorldEvent): readonly (Clock | undefined)[] {
    const { input } = event;
    const call = input !== undefined && 'request' in input ? this.#asked.get(input.request) : undefined;
    // What a command says to a member reaches it in the same instant.
    const command =
      isToldByCommand(event) && this.#command?.at === event.at ? this.#command.clock : undefined;
    return [event.message === 0 ? undefined : this.#sent.get(event.message), call, command];
  }

  #tick(host: string, others: readonly (Clock | undefined)[]): Clock {
    const clock = new Map(this.#clocks.get(host));
    for (const other of others) {
      for (const [name, count] of other ?? []) clock.set(name, Math.max(count, clock.get(name) ?? 0));
    }
    clock.set(host, (this.#clocks.get(host)?.get(host) ?? 0) + 1);
    this.#clocks.set(host, clock);
    return clock;
  }
}

const ownInputs: ReadonlySet<string> = new Set([
  'tick',
  'message',
  'peer',
  'writeDone',
  'applyDone',
  'requestGone',
  'httpGone',
]);

function isToldByCommand({ command, input }: WorldEvent): boolean {
  return command === undefined && input !== undefined && !ownInputs.has(input.type);
}

/** ShiViz takes no host with a space in its name, and tells hosts from one another by them. */
function hostOf({ type, node, command, client }: WorldEvent): string {
  if (command !== undefined) return 'operator';
  if (type === 'death') return 'network';
  if (client !== undefined) return `client-${client.replaceAll(/[^\p{L}\p{N}_.-]/gu, '_')}`;
  return node === 0 ? 'operator' : `n${node}`;
}

function textOf(event: WorldEvent): string {
  const node = event.command !== undefined && event.node !== 0 ? `n${event.node} ` : '';
  const parts = [
    `${msText(event.at)} ms: ${event.type === 'death' ? 'lost ' : ''}${node}${happeningText(event)}${event.waits ? ' (waits)' : ''}`,
    ...event.sent.map((flight) => `to n${flight.to} ${flightText(flight)}`),
    ...event.became.map(({ node: who, ...phase }) => `n${who} is ${phaseText(phase)}`),
  ];
  return parts.join('; ');
}

/** The text may be anything but a second line. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
