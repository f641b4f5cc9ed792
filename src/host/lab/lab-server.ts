import { expose } from 'comlink';
import type { Frame, FrameRequest } from '../../lab/frame/frame.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { replyOf, type ControlMethod, type LabEndpoint, type LabPorts } from './lab-call.ts';
import { patchOf } from './patch.ts';

/** Answers the page: control calls through Comlink, frames on their own port. */
export function serveLab(lab: LabPort, { control, frames }: LabPorts): void {
  const endpoint: LabEndpoint = {
    call: (method, args) => replyOf(() => callLab(lab, method, args)),
  };
  expose(endpoint, control);
  let shown: Frame | undefined;
  const answer = async (request: FrameRequest): Promise<void> => {
    const reply = await replyOf(async () => {
      const frame = await lab.frame(request);
      const patch = patchOf(shown, frame);
      shown = frame;
      return patch;
    });
    frames.postMessage(reply);
  };
  frames.addEventListener('message', (event: MessageEvent<FrameRequest>) => void answer(event.data));
  frames.start();
}

function callLab(lab: LabPort, method: ControlMethod, args: readonly unknown[]): Promise<unknown> {
  // The client's methods are typed by LabPort, so the arguments are those of this method.
  const call = lab[method] as (...args: readonly unknown[]) => Promise<unknown>;
  return call.apply(lab, args as unknown[]);
}
