import type { JudgeReply, JudgeRequest } from './judge-port.ts';
import { judge } from './judge-shell.ts';

/** The Web Worker that judges what clients saw. */
addEventListener('message', ({ data }: MessageEvent<JudgeRequest>) =>
  judge(
    data,
    () => performance.now(),
    (reply: JudgeReply) => postMessage(reply),
  ),
);
