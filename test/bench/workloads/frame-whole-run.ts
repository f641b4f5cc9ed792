import { encodeUtf8 } from '../../../src/base/utf8.ts';
import type { FrameRequest } from '../../../src/lab/frame/frame.ts';
import { Lab } from '../../../src/lab/lab.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { spaceTimeScene } from '../../../src/view/time/space-time.ts';
import type { Workload } from '../beside/workload.ts';

const MESSAGES = 600_000;
const SECONDS_AT_ONCE = 20;
const FRAMES = 20;
const size = { width: 1440, height: 160 };

/**
 * A run of 600,000 messages, wholly in view, heartbeats and all, while it goes on: what the lab does for a frame and the
 * page for the picture in it, without the painting. Milliseconds each, at the mean.
 */
const prepare: Workload = async () => {
  const lab = new Lab({
    host: new InProcessHost(Member),
    factory: Member,
    clock: () => performance.now(),
    eventsMax: Infinity,
  });
  await lab.reset({ nodes: 5, seed: 5 });
  let messages = 0;
  for (let i = 1; messages < MESSAGES; i++) {
    const [key, value] = [encodeUtf8(`key ${i}`), encodeUtf8(`value ${i}`)];
    await lab.act({ type: 'request', request: i, node: 1, operation: { type: 'put', key, value } });
    await lab.runFor(SECONDS_AT_ONCE * 1000);
    messages = Math.max(messages, ...(await lab.state()).messages.map(({ id }) => id));
  }
  return async () => {
    let ms = 0;
    let seen = 0;
    for (let i = 0; i < FRAMES; i++) {
      await lab.runFor(16);
      const { timeMs } = await lab.state();
      const window = { from: 0, to: Math.ceil(timeMs * 1000) };
      const begun = performance.now();
      const frame = await lab.frame(requestOf(window));
      const scene = spaceTimeScene(frame, window, size);
      ms += performance.now() - begun;
      seen = scene.bands.length + scene.commits.length;
    }
    return { value: ms / FRAMES, work: { drawn: seen > 0 ? 1 : 0 } };
  };
};

function requestOf(window: { readonly from: number; readonly to: number }): FrameRequest {
  return {
    elapsedMs: 0,
    log: 'tail',
    logColumns: 20,
    timeline: { ...window, maxArrows: 2000, hide: [] },
    store: undefined,
  };
}

export default prepare;
