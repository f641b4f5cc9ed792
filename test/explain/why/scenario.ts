import { createInstance } from 'i18next';
import { expect } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { msToMicros, type NodeId } from '../../../src/base/flavor.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { explainWhy } from '../../../src/explain/why/explain-why.ts';
import type { Plain, Why } from '../../../src/explain/why/why.ts';
import type { ClientOperation } from '../../../src/etcd/request.ts';
import type { ConfChange } from '../../../src/raft/entry.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import { Run } from '../../../src/lab/play/run.ts';
import { Member } from '../../../src/node/member.ts';
import type { MemberView } from '../../../src/node/report/view.ts';
import type { Command } from '../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import type { World } from '../../../src/sim/world/world.ts';
import { why as english } from '../../../src/ui/messages/en/why.ts';
import { why as chinese } from '../../../src/ui/messages/zh-CN/why.ts';
import { whyText } from '../../../src/ui/why/why-words.ts';
import { work } from '../recorded-run.ts';

const words = createInstance();
void words.init({
  lng: 'en',
  resources: { en: { why: english }, 'zh-CN': { why: chinese } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** What no sentence may have: a hole, a code, or a list of nobody in the middle of words that speak of somebody. */
export const BROKEN_WORDS =
  /\{\{|undefined|NaN|\[object|(answer|need|hindrance|rule)\.\w|(disks|logs) of nobody|applied on nobody|无 的/u;

/** An answer in English and in Chinese. */
export function sentences(why: Why): readonly string[] {
  return ['en', 'zh-CN'].map((language) => whyText(words.getFixedT(language, 'why'), why));
}

/** An answer whose numbers are looked up by their names. */
export type AnyWhy = Omit<Why, 'numbers'> & { readonly numbers: Readonly<Record<string, Plain | undefined>> };

/** A run that a test leads to where there is something to ask. */
export class Scenario {
  readonly run: Run;
  readonly past: RunPast;
  /** Every event, the first at place 0. */
  readonly heard: WorldEvent[] = [];

  private constructor(run: Run) {
    this.run = run;
    this.past = new RunPast(run);
    run.listen((event) => void this.heard.push(event));
  }

  static async begin(config: Partial<LabConfig> = {}): Promise<Scenario> {
    const run = await Run.begin(
      parseConfig({ nodes: 3, seed: 1, ...config }),
      new InProcessHost(Member),
      Member,
    );
    return new Scenario(run);
  }

  /** Until somebody leads, and everybody has applied the first entry of its term. */
  static async led(config: Partial<LabConfig> = {}): Promise<Scenario> {
    const scenario = await Scenario.begin(config);
    await scenario.until(({ machines }) =>
      [...machines.values()].every(({ image }) => (image?.view().applied ?? 0) > 0),
    );
    return scenario;
  }

  get world(): World {
    return this.run.cluster.world;
  }

  get nowMs(): number {
    return this.world.now / 1000;
  }

  view(node: NodeId): MemberView {
    return present(this.world.machine(node).image, `node ${node} runs`).view();
  }

  /** Whoever leads the highest term. */
  get leader(): NodeId {
    const leaders = [...this.world.machines.values()].filter(
      ({ status, state }) => status !== 'killed' && state === 'StateLeader',
    );
    return present(leaders.sort((a, b) => Number(b.term) - Number(a.term))[0], 'somebody leads').id;
  }

  get followers(): readonly NodeId[] {
    return this.followersOf(this.leader);
  }

  /** All machines but this one. */
  followersOf(leader: NodeId): readonly NodeId[] {
    return [...this.world.machines.keys()].filter((id) => id !== leader);
  }

  /** Why it is so at the playhead. It names where its rule is written, and events that have happened. */
  async why(asked: unknown): Promise<AnyWhy> {
    const { hash, events } = this.world;
    const before = [hash.hex(), events];
    const why = await explainWhy(this.past, asked);
    expect([this.world.hash.hex(), this.world.events], 'nothing moves').toEqual(before);
    expect(why.section).not.toBe('');
    expect(why.link).toMatch(/^https:/u);
    expect(why.causes).toEqual([...new Set(why.causes)].sort((a, b) => b - a));
    for (const event of why.causes) expect(event).toBeLessThanOrEqual(events);
    return why as AnyWhy;
  }

  /** The answer is this one, with these fields at least, and whole in both languages with these pieces in it. */
  async answers(
    asked: unknown,
    expected: Readonly<Record<string, unknown>>,
    pieces: readonly string[] = [],
  ): Promise<AnyWhy> {
    const why = await this.why(asked);
    expect(why, sentences(why as unknown as Why)[0]).toMatchObject(expected);
    this.saysInBoth(why, pieces);
    return why;
  }

  /** The kinds of commands among what led to it. */
  commandsOf({ causes }: AnyWhy): readonly Command['type'][] {
    return causes.flatMap((event) => this.commandAt(event) ?? []);
  }

  /** The id of a message of this type under way, from and to whom it is said; the first one to come if there is none. */
  async flight(type: string, from?: NodeId, to?: NodeId): Promise<number> {
    const find = () =>
      [...this.world.bus.flights()].find(
        (each) =>
          each.payload.type === type &&
          (from === undefined || each.from === from) &&
          (to === undefined || each.to === to),
      )?.id;
    await this.until(() => find() !== undefined);
    return present(find(), type);
  }

  /** Until a message is under way no more. */
  async untilOver(message: number): Promise<void> {
    await this.until(({ bus }) => bus.flight(message) === undefined);
  }

  /** What somebody did in this event; undefined: nothing. */
  commandAt(event: number): Command['type'] | undefined {
    return this.run.history.commandAt(event)?.type;
  }

  /** Nothing changes before the instant that was foretold, and then it does. */
  async comesTrue(why: AnyWhy, isSo: () => boolean): Promise<void> {
    const at = msToMicros(present(why.byItselfAtMs, `${why.answer} says when it changes`));
    expect(isSo(), 'it is not so yet').toBe(false);
    const { events } = this.world;
    await this.until(({ now, due }) => now >= at || (due.peek()?.at ?? Infinity) >= at);
    for (let event = events; event < this.world.events; event++) expect(isSo(), 'not before').toBe(false);
    expect(isSo(), 'not before').toBe(false);
    await this.run.advance(at);
    expect(isSo(), `${why.answer} changes at ${String(why.byItselfAtMs)} ms`).toBe(true);
  }

  /** Its text, in English and Chinese, is whole and has these pieces; `inChinese`: that one has these. */
  saysInBoth(why: AnyWhy, inEnglish: readonly string[], inChinese = inEnglish): void {
    for (const [language, pieces] of [
      ['en', inEnglish],
      ['zh-CN', inChinese],
    ] as const) {
      const text = whyText(words.getFixedT(language, 'why'), why as unknown as Why);
      expect(text, language).not.toMatch(BROKEN_WORDS);
      for (const piece of pieces) expect(text, language).toContain(piece);
    }
  }

  async act(command: Command): Promise<void> {
    await this.run.act(command, () => undefined);
  }

  async isolate(node: NodeId): Promise<void> {
    await this.act({ type: 'isolate', node });
  }

  async runFor(ms: number): Promise<void> {
    await this.run.advance(this.world.now + msToMicros(ms));
  }

  async runToMs(ms: number): Promise<void> {
    await this.run.advance(msToMicros(ms));
  }

  /** Event by event until something is so. */
  async until(holds: (world: World) => boolean, events = 5000): Promise<void> {
    for (let i = 0; i < events; i++) {
      if (holds(this.world)) return;
      await this.run.goOnTo(this.world.events + 1, work);
    }
    throw new Error(`it did not come within ${events} events`);
  }

  /** Whether the call has been answered, or its client has given up. */
  isOver(call: number): boolean {
    return this.world.calls.pendingCall(call) === undefined;
  }

  /** By which id the members know a machine. */
  memberId(node: NodeId): bigint {
    return present(this.world.machine(this.leader).image?.memberIdOf(node), `machine ${node} is a member`);
  }

  /** A change of members as raft knows it, by the numbers of machines, without etcd's checks; the number of the call. */
  async changeMembers(
    node: NodeId,
    type: ConfChange['type'],
    nodeId: NodeId,
    means: 'raft' | undefined = 'raft',
  ): Promise<number> {
    const request = this.world.calls.lastId + 1;
    const change = { version: 1, id: 0, type, nodeId, context: undefined } as const;
    await this.act({ type: 'confChange', request, node, change, ...(means && { means }) });
    return request;
  }

  /** The number of the call; it is not waited for. */
  async call(node: NodeId, operation: ClientOperation): Promise<number> {
    const request = this.world.calls.lastId + 1;
    await this.act({ type: 'request', request, node, operation });
    return request;
  }

  async put(node: NodeId, key = 'a', value = '1'): Promise<number> {
    return this.call(node, { type: 'put', key: encodeUtf8(key), value: encodeUtf8(value) });
  }

  async get(
    node: NodeId,
    consistency: 'linearizable' | 'serializable' = 'linearizable',
    key = 'a',
  ): Promise<number> {
    return this.call(node, { type: 'range', key: encodeUtf8(key), revision: 0, consistency });
  }

  /** Puts and waits for the answer. */
  async putAndWait(node: NodeId, key = 'a', value = '1'): Promise<void> {
    const request = await this.put(node, key, value);
    await this.until(({ calls }) => calls.pendingCall(request) === undefined);
  }
}
