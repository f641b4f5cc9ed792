import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Lab } from '../../../src/lab/lab.ts';
import type { FrameRequest } from '../../../src/lab/frame/frame.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { Workload } from '../beside/workload.ts';

const EVENTS = 20_000;
const FRAMES = 20;

const request: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 20,
  timeline: { from: 0, to: 1000, maxArrows: 100, hide: [] },
  store: undefined,
};

/** A watch of all keys has been told of 20,000 events one by one; then a frame after each event more: milliseconds each, at the mean. */
const prepare: Workload = async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });
  await lab.reset({ nodes: 3, seed: 5 });
  await lab.runFor(3000);
  const all = Uint8Array.of(0);
  await lab.act({ type: 'openStream', stream: 1, node: 1, kind: 'watch' });
  await lab.sendStream(1, {
    type: 'create',
    key: all,
    rangeEnd: all,
    startRevision: 0,
    progressNotify: false,
    filters: [],
    prevKv: true,
    watchId: 0n,
    fragment: false,
  });
  let asked = 0;
  while (asked < EVENTS) await put();
  return async () => {
    let ms = 0;
    for (let i = 0; i < FRAMES; i++) {
      await put();
      const begun = performance.now();
      await lab.frame(request);
      ms += performance.now() - begun;
    }
    const [stream] = await lab.streams();
    return { value: ms / FRAMES, work: { watched: stream?.watches[0]?.count ?? 0 } };
  };

  async function put(): Promise<void> {
    const [key, value] = [encodeUtf8(`key ${++asked % 1000}`), encodeUtf8(`value ${asked}`)];
    await lab.act({ type: 'request', request: asked, node: 1, operation: { type: 'put', key, value } });
    await lab.runFor(40);
  }
};

export default prepare;
