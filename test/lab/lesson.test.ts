import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { present } from '../../src/base/assert.ts';
import { bareFrameRequest } from '../../src/lab/play/opening.ts';
import type { TimelineSpan } from '../../src/lab/frame/timeline-frame.ts';

function makeLab(): Lab {
  return new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
}

const script = 'cluster voters=1,2,3\ntick 9\ntick 1\nexpect 1 role=L term=1\n';
const instants = [
  {},
  { line: 2 },
  { when: 'any(m in messages, m.type == MsgVote)' },
  { when: 'node(1).role == leader' },
  {},
  { when: 'node(2).role == leader' },
];

function open(span: TimelineSpan): TimelineSpan {
  return { ...span, to: undefined };
}

describe('a lesson in the lab', () => {
  it('is the run, stands at its first instant, and knows where the others are', async () => {
    const lab = makeLab();
    const { positions, last, failure } = await lab.playLesson(script, instants);
    expect(failure).toBeUndefined();
    const { events } = await lab.state();
    expect(events).toBe(positions[0]?.event);
    expect(positions.map((position) => position?.atMs)).toEqual([0, 9000, 10_000, 10_020, 10_020, undefined]);
    expect(positions[4]).toEqual(positions[3]);
    const elected = present(positions[3], 'n1 leads').event;
    expect(elected).toBeLessThan(last);
    await lab.seekEvent(elected);
    expect((await lab.state()).nodes.map(({ role }) => role)).toEqual(['leader', 'follower', 'follower']);
    await lab.seekEvent(elected - 1);
    expect((await lab.state()).nodes[0]).toMatchObject({ role: 'candidate' });
  });

  it('is played on to an instant, and pauses exactly there', async () => {
    let now = 0;
    const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => now++ / 100 });
    const { positions } = await lab.playLesson(script, instants);
    const elected = present(positions[3], 'n1 leads').event;
    await lab.playTo(elected, 50);
    let frames = 0;
    for (let playing = true; playing && frames < 1000; frames++)
      ({ playing } = await lab.frame({ ...bareFrameRequest, elapsedMs: 16 }));
    expect(frames).toBeGreaterThan(5);
    expect((await lab.state()).events).toBe(elected);
    // Back is at once.
    const asked = present(positions[1], 'nine ticks').event;
    await lab.playTo(asked);
    expect((await lab.frame(bareFrameRequest)).playing).toBe(false);
    expect((await lab.state()).events).toBe(asked);
    await expect(lab.playTo(1_000_000)).rejects.toThrow('there is no event 1000000');
  });

  it('leaves the open run as it is where a condition means nothing, or the script begins none', async () => {
    const lab = makeLab();
    await lab.reset({ nodes: 1 });
    await expect(lab.playLesson(script, [{ when: 'node(1).rolle == leader' }])).rejects.toThrow('rolle');
    await expect(lab.playLesson('tick 3', [{}])).rejects.toThrow('the script begins no run');
    expect((await lab.state()).nodes).toHaveLength(1);
  });
});

describe('a diagram that hides the future', () => {
  const window = { from: 0, to: 20_000_000, maxArrows: 2000, hide: [] };
  const at = async (lab: Lab, event: number, hidesFuture: boolean) => {
    await lab.seekEvent(event);
    const { timeline, at: now } = await lab.picture({
      ...bareFrameRequest,
      timeline: hidesFuture ? { ...window, hidesFuture } : window,
    });
    const { arrows, marks, spans } = timeline;
    return {
      arrows,
      marks,
      spans: spans.map((span) => (span.to === now ? open(span) : span)),
    };
  };

  it('says what it would say if nothing had come after the playhead, not even at the same time', async () => {
    const lab = makeLab();
    const long = `${script}propose 1 a=1\ncrash 1\nrestart 1\ntick 12\n`;
    const { last } = await lab.playLesson(long, [{}]);
    const events = Array.from({ length: 12 }, (_, i) => Math.round((last * (i + 1)) / 13));
    const hidden = [];
    for (const event of events) hidden.push(await at(lab, event, true));
    expect(JSON.stringify(await at(lab, 100, false)).length).toBeGreaterThan(
      JSON.stringify(hidden[3]).length,
    );
    // From the end on: the record is cut there, and there is nothing to hide.
    for (const [i, event] of [...events.entries()].reverse()) {
      await lab.seekEvent(event);
      await lab.dropFuture();
      expect(hidden[i], `event ${event}`).toEqual(await at(lab, event, false));
    }
  });
});

describe('time in the run of a lesson', () => {
  it('goes on by itself with the Readys that a script takes by hand, and stands again', async () => {
    const lab = makeLab();
    await lab.playLesson(script, instants);
    await lab.live();
    await lab.act({ type: 'kill', node: 1 });
    await lab.act({ type: 'byHand', on: false, takesReadys: true });
    expect(await lab.runUntil('leader.term == 2')).toMatchObject({ end: 'found' });
    const put = lab.call({
      operation: { type: 'put', key: new Uint8Array([97]), value: new Uint8Array([49]) },
      node: 2,
    });
    await lab.runFor(3000);
    expect((await put).status).toBe('ok');
    const hash = await lab.hash();
    const { events } = await lab.state();
    await lab.seekEvent(5);
    await lab.seekEvent(events);
    expect(await lab.hash()).toBe(hash);
    await lab.byHand(true);
    expect((await lab.enabledActions()).length).toBeGreaterThan(0);
  });

  it('without it nobody takes a Ready', async () => {
    const lab = makeLab();
    await lab.playLesson(script, instants);
    await lab.live();
    await lab.act({ type: 'kill', node: 1 });
    await lab.byHand(false);
    expect(await lab.runUntil('leader.term == 2', 100_000)).toMatchObject({ end: 'timeOver' });
  });
});
