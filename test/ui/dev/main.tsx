import { createRoot } from 'react-dom/client';
import { present } from '../../../src/base/assert.ts';
import { App } from '../../../src/ui/App.tsx';
import { LabProvider } from '../../../src/ui/lab-context.tsx';
import { startPreferences } from '../../../src/ui/preferences.ts';
import { frameCame } from '../../../src/ui/frames-come.ts';
import { frameRequest, useView } from '../../../src/ui/view-state.ts';
import { crowdedFrame, openingFrame, splitFrame, statesFrame } from '../fixtures/frame.ts';
import { makeFakeLab } from './fake-lab.ts';

/** `?frame=split|opening|crowded|states` chooses the picture; `select=n3` or `select=e11` what is selected. */
const query = new URLSearchParams(window.location.search);
const which = query.get('frame') ?? 'split';
const frames = {
  split: splitFrame,
  opening: openingFrame,
  crowded: () => crowdedFrame(200),
  states: statesFrame,
};
const lab = makeFakeLab(which in frames ? frames[which as keyof typeof frames]() : splitFrame());

await startPreferences({ theme: undefined, language: undefined, isEmbedded: false });
createRoot(present(document.getElementById('root'), 'the page has a root')).render(
  <LabProvider lab={lab}>
    <App />
  </LabProvider>,
);

const select = query.get('select');
if (select?.startsWith('n')) useView.getState().select({ type: 'node', id: Number(select.slice(1)) });
if (select?.startsWith('e'))
  useView.getState().select({ type: 'entry', node: 1, index: Number(select.slice(1)) });

let before = performance.now();
async function loop(now: number): Promise<void> {
  const frame = await lab.frame(frameRequest(now - before));
  before = now;
  if (frame.version !== useView.getState().frame?.version) useView.getState().setFrame(frame);
  frameCame();
  requestAnimationFrame((next) => void loop(next));
}
requestAnimationFrame((now) => void loop(now));
