import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { exportStretch } from '../../src/export/export-stretch.ts';
import type { ExportedText, TextForm } from '../../src/export/form.ts';
import { MERMAID_CHARACTERS_MAX } from '../../src/export/mermaid.ts';
import { NDJSON_SCHEMA } from '../../src/export/ndjson.ts';
import type { Stretch } from '../../src/export/writer.ts';
import { Member } from '../../src/node/member.ts';
import type { Command } from '../../src/sim/command/command.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { World } from '../../src/sim/world/world.ts';
import { runTranscript } from '../../src/transcript/transcript.ts';
import { faultsOfMermaid } from './check-mermaid.ts';
import { faultsOfTrace, flowsOf } from './check-perfetto.ts';
import { readShiviz } from './check-shiviz.ts';
import { livedRun, type LivedRun } from './recorded-run.ts';

const rest = () => Promise.resolve();

/** What was in a stretch, counted by hand from the events as they happened. */
interface Counted {
  readonly inside: readonly WorldEvent[];
  /** Messages under way at some instant of it, sent in it, sent and ended in it. */
  readonly underWay: number;
  readonly sent: number;
  readonly arrived: number;
}

function counted({ events }: LivedRun, { from, to }: Stretch): Counted {
  const inside = events.filter(({ at }) => at >= from && at <= to);
  const before = events.filter(({ at }) => at < from);
  const sentBefore = before.flatMap(({ sent }) => sent.map(({ id }) => id));
  const endedBefore = new Set(before.flatMap(({ ended }) => ended.map(({ message }) => message)));
  const sent = new Set(inside.flatMap((event) => event.sent.map(({ id }) => id)));
  const ended = inside.flatMap((event) => event.ended.map(({ message }) => message));
  return {
    inside,
    underWay: sentBefore.filter((id) => !endedBefore.has(id)).length + sent.size,
    sent: sent.size,
    arrived: ended.filter((id) => sent.has(id)).length,
  };
}

async function exported(run: LivedRun, form: TextForm, stretch: Stretch): Promise<ExportedText> {
  const text = await exportStretch(run.history, Member, form, stretch, rest);
  if ('tooLarge' in text) throw new Error(`${form} has no room: ${JSON.stringify(text.tooLarge)}`);
  return text;
}

/** A put or a read of one of the first three nodes. */
function drawCall(dice: Dice, world: World): Command {
  const key = encodeUtf8('k');
  return {
    type: 'request',
    request: world.calls.lastId + 1,
    node: drawInt(dice, 1, 3),
    operation:
      drawInt(dice, 0, 3) === 0
        ? { type: 'range', key, revision: 0, consistency: 'linearizable' }
        : { type: 'put', key, value: encodeUtf8('v') },
  };
}

describe('a stretch of a random run in the forms of other tools', () => {
  const seeds = [1, 2, 3, 4, 5, 6];

  for (const seed of seeds) {
    it(`each form is valid, and says as much as happened (seed ${seed})`, async () => {
      const run = await livedRun(seed, 1500);
      const dice = makeDice(seed, 'windows');
      const newest = run.cluster.world.now;
      for (let i = 0; i < 3; i++) {
        const from = i === 0 ? 0 : drawInt(dice, 0, newest);
        const stretch = { from, to: Math.min(newest, from + drawInt(dice, 1, 1_200_000)) };
        const count = counted(run, stretch);
        const said = `seed ${seed}, ${JSON.stringify(stretch)}`;

        const mermaid = await exported(run, 'mermaid', stretch);
        expect(faultsOfMermaid(mermaid.text), said).toEqual([]);
        expect(mermaid.text.match(/^ {2}n\d+(->>|-x|-\))n\d+: /gm)?.length ?? 0, said).toBe(count.underWay);

        const shiviz = readShiviz((await exported(run, 'shiviz', stretch)).text);
        expect(shiviz.faults, said).toEqual([]);
        expect(shiviz.events, said).toBe(count.inside.length);

        const trace: unknown = JSON.parse((await exported(run, 'perfetto', stretch)).text);
        expect(faultsOfTrace(trace), said).toEqual([]);
        expect(flowsOf(trace), said).toEqual({
          slices: count.inside.length,
          starts: count.sent,
          ends: count.arrived,
        });

        const ndjson = await exported(run, 'ndjson', stretch);
        const [head, ...lines] = ndjson.text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>);
        expect(head, said).toMatchObject({ schema: NDJSON_SCHEMA, fromUs: stretch.from, toUs: stretch.to });
        expect(lines.map((line) => line['event'])).toEqual(count.inside.map(({ number }) => number));
        expect(
          lines.reduce((sum, line) => sum + ((line['sent'] as unknown[] | undefined)?.length ?? 0), 0),
        ).toBe(count.sent);
        for (const each of [mermaid, ndjson]) {
          expect(each, said).toMatchObject({ events: count.inside.length, messages: count.underWay });
        }
      }
    });
  }

  it('equal runs give equal texts, wherever their checkpoints are', async () => {
    const [a, b] = [await livedRun(7, 1200), await livedRun(7, 1200)];
    b.history.checkpoint(b.cluster);
    const stretch = { from: 300_000, to: a.cluster.world.now };
    for (const form of ['mermaid', 'shiviz', 'perfetto', 'ndjson', 'tla'] as const) {
      const [one, other] = [
        await exportStretch(a.history, Member, form, stretch, rest),
        await exportStretch(b.history, Member, form, stretch, rest),
      ];
      expect(one).toEqual(other);
    }
  });

  it('a window that Mermaid has no room for names the largest one that it has', async () => {
    const run = await livedRun(8, 4000, { nodes: 9 });
    const whole = { from: 0, to: run.cluster.world.now };
    const refused = await exportStretch(run.history, Member, 'mermaid', whole, rest);
    if (!('tooLarge' in refused)) throw new Error('it fits');
    expect(refused.tooLarge).toMatchObject({ limit: MERMAID_CHARACTERS_MAX, unit: 'characters' });
    const to = Math.round((refused.tooLarge.fitsToMs ?? 0) * 1000);
    expect(to).toBeGreaterThan(0);
    const { text } = await exported(run, 'mermaid', { from: 0, to });
    expect(text.length).toBeLessThanOrEqual(MERMAID_CHARACTERS_MAX);
    // And it is the largest: with the next instant that has an event it is too large.
    const next = run.events.find(({ at }) => at > to)?.at ?? 0;
    expect(await exportStretch(run.history, Member, 'mermaid', { from: 0, to: next }, rest)).toHaveProperty(
      'tooLarge',
    );
  });

  it('a transcript is what raft alone does, message by message, and its runner accepts it', async () => {
    for (const seed of [1, 2]) {
      const run = await livedRun(seed, 1200, { nodes: seed === 1 ? 3 : 5 }, drawCall);
      for (const from of [0, run.cluster.world.now / 2]) {
        const { text } = await exported(run, 'transcript', { from, to: run.cluster.world.now });
        expect(text, `seed ${seed}`).not.toContain('cannot be said');
        expect(runTranscript(text), `seed ${seed}`).toBeUndefined();
        const arrived = run.events.filter(({ type }) => type === 'message').length;
        expect(text.match(/^deliver-msgs \d+ type=/gm), `seed ${seed}`).toHaveLength(arrived);
        const lost = run.events.flatMap(({ ended }) => ended).filter(({ end }) => end !== 'delivered').length;
        expect(text.match(/^deliver-msgs drop=/gm)?.length ?? 0, `seed ${seed}`).toBe(lost);
        expect(text.includes('log-level none'), `seed ${seed}`).toBe(from > 0);
      }
    }
  });

  it('a transcript ends where its notation has no word for what happened, and says which event and why', async () => {
    const run = await livedRun(3, 200, { nodes: 3 });
    await run.cluster.act({ type: 'kill', node: 2 }).catch(() => undefined);
    await run.cluster.act({ type: 'restart', node: 2 });
    await run.cluster.run({ until: run.cluster.world.now + 500_000, events: Infinity });
    const restart = run.events.find(({ command }) => command?.type === 'restart');
    const { text } = await exported(run, 'transcript', { from: 0, to: run.cluster.world.now });
    expect(text.trimEnd().split('\n').at(-1)).toContain(`# Event ${restart?.number} at`);
    expect(text).toMatch(/cannot be said: a node begins anew \(restart\)/);
    expect(runTranscript(text)).toBeUndefined();
  });

  it('names with the marks of these notations stay text', async () => {
    const run = await livedRun(9, 200, { loss: 0 });
    const client = 'a;b#c%%d e <i>\n{"n1":9}';
    const program = { recipe: 'observe', name: encodeUtf8('x'), once: false } as const;
    await run.cluster.act({ type: 'startClient', client, endpoints: [1], program });
    await run.cluster.run({ until: run.cluster.world.now + 300_000, events: Infinity });
    const stretch = { from: 0, to: run.cluster.world.now };
    expect(run.events.some((event) => event.client === client)).toBe(true);
    expect(faultsOfMermaid((await exported(run, 'mermaid', stretch)).text)).toEqual([]);
    const shiviz = readShiviz((await exported(run, 'shiviz', stretch)).text);
    expect(shiviz).toEqual({ events: run.events.length, faults: [] });
    expect(faultsOfTrace(JSON.parse((await exported(run, 'perfetto', stretch)).text))).toEqual([]);
  });
});
