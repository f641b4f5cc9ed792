import type { Violation, Watcher } from '../sim/record/watcher.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { BrokenDisks } from './broken-disks.ts';
import { ClientsView } from './clients/clients-view.ts';
import { ForgedMessages } from './forged-messages.ts';
import type { Finding, Monitor } from './monitor.ts';
import type { Stall } from './progress/stall.ts';
import { properties, type PropertyName } from './properties.ts';
import { RaftMonitor } from './raft/raft-monitor.ts';

/** More of one property would tell nothing new. */
const VIOLATIONS_MAX = 100;

const NO_STALLS: readonly Stall[] = [];

/** Of a run that begins. A new monitor is one line here. */
function allMonitors(): Monitor[] {
  return [new RaftMonitor(), new ClientsView()];
}

/** Every check of a run, in one bundle: each looks at every event, and what they find is kept here. */
export class Monitors implements Watcher {
  readonly #monitors: readonly Monitor[];
  readonly #forged: ForgedMessages;
  readonly #disks: BrokenDisks;
  readonly #counts: Map<PropertyName, number>;
  #violations: readonly Violation[];
  /** What is looked at now. */
  #event: WorldEvent | undefined;
  #steps: number;
  readonly #report = (finding: Finding): void => this.#add(finding);

  /** Of a run that begins; `monitors`: others than all there are. They are its own from now on. */
  constructor(monitors: readonly Monitor[] = allMonitors(), from?: Monitors) {
    this.#monitors = monitors;
    this.#forged = from === undefined ? new ForgedMessages() : from.#forged.clone();
    this.#disks = from === undefined ? new BrokenDisks() : from.#disks.clone();
    this.#counts = new Map(from === undefined ? [] : from.#counts);
    this.#violations = from === undefined ? [] : from.#violations;
    this.#steps = from === undefined ? 0 : from.#steps;
  }

  get steps(): number {
    return this.#steps;
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  get stalls(): readonly Stall[] {
    let stalls: readonly Stall[] = NO_STALLS;
    for (const monitor of this.#monitors) {
      if (monitor.stalls !== undefined && monitor.stalls.length > 0)
        stalls = stalls.length === 0 ? monitor.stalls : [...stalls, ...monitor.stalls];
    }
    return stalls;
  }

  clone(): Monitors {
    return new Monitors(
      this.#monitors.map((monitor) => monitor.clone()),
      this,
    );
  }

  look(event: WorldEvent): void {
    this.#steps = event.number;
    this.#event = event;
    this.#forged.look(event);
    this.#disks.look(event);
    for (const monitor of this.#monitors) monitor.look(event, this.#report);
  }

  #add({ property, nodes, detail, because }: Finding): void {
    const event = this.#event;
    const count = this.#counts.get(property) ?? 0;
    if (event === undefined || count >= VIOLATIONS_MAX) return;
    this.#counts.set(property, count + 1);
    const afterForged = this.#forged.firstTaken;
    const forged =
      afterForged === undefined
        ? ''
        : `; a forged message was taken in event ${afterForged}: this may be the forger's doing`;
    const afterForgot = this.#disks.firstForgot;
    const forgot =
      afterForgot === undefined
        ? ''
        : `; a member had begun in event ${afterForgot} whose disk had lost what it had synced: this may come of it`;
    const earlier = 'earlier' in because ? because.earlier : undefined;
    this.#keep({
      property,
      kind: properties[property].kind,
      at: event.at,
      event: event.number,
      by: event.node,
      nodes: [...new Set(nodes)].sort((a, b) => a - b),
      detail: `${detail}${forged}${forgot}`,
      because,
      ...(earlier === undefined ? {} : { earlier }),
      ...(afterForged === undefined ? {} : { afterForged }),
      ...(afterForgot === undefined ? {} : { afterForgot }),
    });
  }

  /** Of one event damage comes first, then what rules it broke: the first of all is what people are told. */
  #keep(violation: Violation): void {
    let at = this.#violations.length;
    if (violation.kind !== 'rule') {
      while (at > 0 && isRuleOf(this.#violations[at - 1], violation.event)) at--;
    }
    this.#violations = this.#violations.toSpliced(at, 0, violation);
  }
}

function isRuleOf(violation: Violation | undefined, event: number): boolean {
  return violation?.event === event && violation.kind === 'rule';
}
