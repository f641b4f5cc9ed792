import type { Micros, NodeId } from '../base/flavor.ts';
import type { Flight } from '../net/flight.ts';
import type { BusMessage } from '../sim/world/bus-message.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';
import { commandText, msText, phaseText } from './happening-text.ts';
import { flightText } from './message-text.ts';
import { UnderWay } from './under-way.ts';
import type { Overflow, Stretch, Writer } from './writer.ts';

/** Beyond so many characters Mermaid draws one box that says so and no diagram (its setting maxTextSize; 11.17). */
export const MERMAID_CHARACTERS_MAX = 50_000;

/** A shorter stretch may have a longer title. */
const SPARE = 40;

/** An arrow of a lost message has a cross for its head, one that is still under way an open head. */
const HEAD = { delivered: '->>', lost: '-x', underWay: '-)' } as const;

/**
 * A sequence diagram for Mermaid: nodes side by side, time down the page. Every message that was under way in the stretch is
 * one arrow, where its journey ended; what is still under way at the end comes last. Notes say what nodes became,
 * what they committed by counting, and what was done to them.
 */
export class MermaidWriter implements Writer {
  readonly #lines: string[];
  #length: number;
  readonly #underWay: UnderWay;
  readonly #nodes: readonly NodeId[];
  #at: Micros | undefined;
  #fitsTo: Micros | undefined;
  #overflow: Overflow | undefined;

  constructor(world: World, { from, to }: Stretch) {
    this.#underWay = new UnderWay(world);
    this.#nodes = [...world.machines.keys()];
    this.#lines = [
      'sequenceDiagram',
      `  title Raft, ${msText(from)} to ${msText(to)} ms`,
      ...this.#nodes.map((id) => `  participant n${id}`),
      ...[...world.machines.values()].map(({ id, status, state, term }) =>
        note(`n${id}`, phaseText({ status, state, term })),
      ),
    ];
    this.#length = this.#lines.reduce((sum, line) => sum + line.length + 1, 0);
  }

  get overflow(): Overflow | undefined {
    return this.#overflow;
  }

  append(event: WorldEvent): void {
    if (this.#overflow !== undefined) return;
    if (event.at !== this.#at) {
      if (!this.#looksWhetherItFits()) return;
      this.#at = event.at;
    }
    if (event.command !== undefined) this.#note(event.node, commandText(event.command));
    for (const { flight, end } of this.#underWay.take(event)) {
      this.#line(arrow(flight, end === 'delivered' ? 'delivered' : 'lost', end));
    }
    for (const { node, ...phase } of event.became) this.#note(node, phaseText(phase));
    for (const decision of event.output?.trace ?? []) {
      if (decision.type === 'committed' && decision.by === 'quorum')
        this.#note(event.node, `commits up to ${decision.to}`);
    }
  }

  end(): string {
    this.#looksWhetherItFits();
    return [...this.#lines, ...this.#rest(), ''].join('\n');
  }

  /** Everything up to the instant before this one, with what was under way then. */
  #looksWhetherItFits(): boolean {
    const whole = this.#rest().reduce((sum, line) => sum + line.length + 1, this.#length);
    if (whole + SPARE <= MERMAID_CHARACTERS_MAX) {
      this.#fitsTo = this.#at;
      return true;
    }
    this.#overflow = { limit: MERMAID_CHARACTERS_MAX, unit: 'characters', fitsTo: this.#fitsTo };
    return false;
  }

  #rest(): readonly string[] {
    return [...this.#underWay.all()].map((flight) => arrow(flight, 'underWay', 'under way'));
  }

  /** A machine that came into the run later is a participant from its first line on. */
  #note(node: NodeId, text: string): void {
    const over =
      node === 0
        ? [...new Set([this.#nodes[0] ?? 1, this.#nodes.at(-1) ?? 1])].map((id) => `n${id}`)
        : [`n${node}`];
    this.#line(note(over.join(','), text));
  }

  #line(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 1;
  }
}

function note(over: string, text: string): string {
  return `  Note over ${over}: ${escaped(text)}`;
}

function arrow(flight: Flight<BusMessage>, head: keyof typeof HEAD, end: string): string {
  const { from, to } = flight;
  const aside = head === 'delivered' ? '' : ` (${end})`;
  return `  n${from}${HEAD[head]}n${to}: ${escaped(flightText(flight) + aside)}`;
}

/** What Mermaid reads in a text: `;` ends a line, `#` begins the name of a character or silences the rest, `%%` a comment, `<` markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\p{Cc}#;%<>&\\`$]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
