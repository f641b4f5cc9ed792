import { beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { defaultLoad } from '../../src/client/load-settings.ts';
import type { CaptionFrame, Frame, FrameRequest, LoadFrame } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { speak, startMessages } from '../../src/ui/messages/i18n.ts';
import { addPanelMessages } from '../../src/ui/messages/panels.ts';
import { captionWords } from '../../src/ui/stage/caption-words.ts';
import type { RecipeOptions } from '../../src/client/recipes.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

const bare: FrameRequest = {
  elapsedMs: 16,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};

async function makeLab(config: Partial<LabConfig> = {}): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ seed: 7, ...config });
  return lab;
}

async function captionOf(lab: Lab): Promise<CaptionFrame> {
  return present((await lab.frame(bare)).caption, 'there is a caption');
}

const words = async (lab: Lab) => captionWords(await lab.frame(bare));

/** Steps on until the sentence is of this kind. */
async function stepTo(lab: Lab, pattern: RegExp): Promise<string> {
  for (let i = 0; i < 400; i++) {
    const sentence = await words(lab);
    if (pattern.test(sentence)) return sentence;
    await lab.step('event');
  }
  throw new Error(`no sentence like ${String(pattern)}`);
}

function counted(load: LoadFrame | undefined, end: 'ok' | 'failed'): number {
  return Object.values(load?.counts ?? {}).reduce((all, count) => all + count[end], 0);
}

beforeAll(async () => {
  await startMessages('en');
  addPanelMessages();
});

describe('the caption of the present event', () => {
  it('says in a line with what a member starts again', async () => {
    const lab = await makeLab();
    await lab.step('election');
    await lab.runFor(500);
    await lab.act({ type: 'kill', node: 2 });
    await lab.act({ type: 'restart', node: 2 });
    expect(await words(lab)).toBe('n2 restarted: starts from its disk, with term 1 and a log to 1');
  });

  it('says at the beginning that nothing has happened', async () => {
    const lab = await makeLab();
    expect((await lab.frame(bare)).caption).toBeUndefined();
    expect(await words(lab)).toBe('Nothing of note has happened yet.');
  });

  it('tells an election and a commit in the numbers of their own events', async () => {
    await speak('en');
    const lab = await makeLab();
    expect(await stepTo(lab, /ignores/)).toMatch(
      /^n\d took Msg(Pre)?VoteResp (− )?from n\d: ignores it, there is nothing left to decide by it$/,
    );
    await lab.seek(0);
    expect(await stepTo(lab, /votes for/)).toMatch(
      /^n\d took MsgVote from n\d: votes for n\d in term 1; goes on to term 1$/,
    );
    await lab.step('election');
    expect(await words(lab)).toMatch(
      /^n\d took MsgVoteResp from n\d: leads term 1; 3 for, 0 against, elected$/,
    );
    expect(await stepTo(lab, /commits/)).toMatch(
      /^n\d took MsgAppResp 1 from n\d: on 3 of 5 disks, commits 1; n\d is now in StateReplicate$/,
    );
    await lab.runFor(500);
    void ask(lab, calls.put('x', '1'));
    expect(await words(lab)).toMatch(/^n\d took up put x=1: appends 2 to its log$/);
    expect(await stepTo(lab, /answered/)).toMatch(/: applies 2, revision 2; put x=1 is answered$/);
  });

  it('is the same at an event however it was reached: forward, back, by a seek', async () => {
    const lab = await makeLab();
    await lab.runFor(2000);
    const { events } = await lab.frame(bare);
    const seen = new Map<number, string>();
    await lab.seekEvent(Math.max(1, events - 60));
    for (let i = 0; i < 50; i++) {
      const caption = await captionOf(lab);
      const frame = await lab.frame(bare);
      expect(caption.event).toBe(frame.events);
      expect(caption.at).toBe(frame.at);
      seen.set(caption.event, await words(lab));
      await lab.step('event');
    }
    for (let i = 0; i < 30; i++) {
      await lab.back('event');
      const caption = await captionOf(lab);
      if (seen.has(caption.event)) expect(await words(lab)).toBe(seen.get(caption.event));
    }
    for (const [event, sentence] of seen) {
      await lab.seekEvent(event);
      expect(await words(lab)).toBe(sentence);
    }
  });

  it('while time runs it is the last event worth a sentence: no ticks, no beats', async () => {
    const lab = await makeLab();
    await lab.play(1);
    let told = '';
    for (let i = 0; i < 400; i++) {
      const frame = await lab.frame(bare);
      if (frame.caption === undefined) continue;
      expect(frame.caption.at).toBeLessThanOrEqual(frame.at);
      told = captionWords(frame);
      expect(told).not.toMatch(/nothing changes|MsgHeartbeatResp/);
    }
    expect(told).not.toBe('');
  });

  it('of a load: its calls are no sentences while time runs, and at a client’s own event it says what the client did', async () => {
    await speak('en');
    const lab = await makeLab({ nodes: 3 });
    await lab.step('election');
    await lab.runFor(500);
    const settings = { ...defaultLoad, clients: 50, perSecond: 400, get: 100, put: 1, serializable: 50 };
    const program: RecipeOptions = { recipe: 'load', name: new Uint8Array([108]), settings: settings };
    await lab.act({ type: 'startClient', client: 'load1', endpoints: [1, 2, 3], program });
    const standing = new Set<string>();
    for (let i = 0; i < 300; i++) {
      await lab.step('event');
      standing.add(await words(lab));
    }
    const clients = [...standing].filter((sentence) => sentence.startsWith('client load1'));
    expect(clients).toContain('client load1 goes on.');
    expect(clients.join()).toMatch(/client load1: asks for get l/);
    await lab.play(1);
    const told = new Set<string>();
    for (let i = 0; i < 100; i++) told.add(captionWords(await lab.frame(bare)));
    expect(
      [...told].filter((sentence) => /client load1(:| goes)|get l|nothing changes/.test(sentence)),
    ).toEqual([]);
    expect([...standing].filter((sentence) => /client.*nothing changes/.test(sentence))).toEqual([]);
    // The diagram counts them, and marks none of them by itself.
    await lab.pause();
    const { timeline } = await lab.frame({ ...bare, timeline: { from: 0, to: 1e7, maxArrows: 0, hide: [] } });
    const loads = timeline.marks.flatMap((mark) => (mark.type === 'load' ? [mark] : []));
    const sum = (of: (load: (typeof loads)[number]) => number) =>
      loads.reduce((all, load) => all + of(load), 0);
    expect(timeline.marks.filter(({ type }) => type === 'request')).toEqual([]);
    const [client] = (await lab.frame(bare)).clients;
    expect(sum(({ ok }) => ok)).toBe(counted(client?.load, 'ok'));
    expect(sum(({ ok }) => ok)).toBeGreaterThan(50);
    expect(loads.length).toBeLessThan(sum(({ invoked }) => invoked) / 4);
    expect(timeline.marks.map(({ at }) => at)).toEqual(
      timeline.marks.map(({ at }) => at).toSorted((a, b) => a - b),
    );
  });

  it('keeps its identity while it is of the same event', async () => {
    const lab = await makeLab();
    await lab.step('election');
    const first = (await lab.frame(bare)).caption;
    await lab.play(1);
    await lab.pause();
    expect((await lab.frame(bare)).caption).toBe(first);
  });

  it('has words in both languages for every event of a run with faults and clients', async () => {
    const lab = await makeLab({ nodes: 3, loss: 0.05, snapshotCount: 5 });
    await lab.step('election');
    await lab.act({
      type: 'startClient',
      client: 'c1',
      endpoints: [1, 2, 3],
      program: {
        recipe: 'lock',
        name: new Uint8Array([109]),
        holds: true,
        lease: 0n,
        ttl: 5,
        keepAlive: true,
      },
    });
    await lab.act({ type: 'partition', groups: [[1], [2, 3]] });
    await lab.runFor(3000);
    await lab.act({ type: 'heal' });
    await lab.act({ type: 'pause', node: 2 });
    await lab.runFor(500);
    await lab.act({ type: 'resume', node: 2 });
    await lab.act({ type: 'kill', node: 3 });
    await lab.runFor(300);
    await lab.act({ type: 'restart', node: 3 });
    await lab.runFor(1000);
    const { events } = await lab.frame(bare);
    const captions: Frame[] = [];
    await lab.seekEvent(0);
    for (let event = 1; event <= events; event++) {
      await lab.seekEvent(event);
      const frame = await lab.frame(bare);
      if (frame.caption !== undefined) captions.push(frame);
    }
    const kinds = new Set(captions.map(({ caption }) => caption?.type));
    for (const kind of ['tick', 'message', 'writeDone', 'applyDone', 'command', 'death', 'client'] as const)
      expect(kinds).toContain(kind);
    for (const language of ['en', 'zh-CN'] as const) {
      await speak(language);
      const sentences = captions.map((frame) => captionWords(frame));
      const broken = sentences.filter((sentence) =>
        /\{\{|undefined|\[object|did\.|event\.|death\.|call\.|trace\.|clients:|n0\b/.test(sentence),
      );
      expect(broken).toEqual([]);
    }
  });
});
