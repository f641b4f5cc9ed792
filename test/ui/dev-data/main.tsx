import { createRoot } from 'react-dom/client';
import '../../../src/ui/tokens.css';
import '../../../src/ui/base.css';
import { present } from '../../../src/base/assert.ts';
import ClientsPanel from '../../../src/ui/clients/ClientsPanel.tsx';
import { LabProvider } from '../../../src/ui/lab-context.tsx';
import { LogsPanel } from '../../../src/ui/logs/LogsPanel.tsx';
import { addDataMessages } from '../../../src/ui/messages/data-panels.ts';
import { startMessages } from '../../../src/ui/messages/i18n.ts';
import { addPanelMessages } from '../../../src/ui/messages/panels.ts';
import { frameRequest, useView } from '../../../src/ui/view-state.ts';
import { TimelinePanel } from '../../../src/ui/timeline/TimelinePanel.tsx';
import { fakeFrames, fakeLab } from './fake-lab.ts';

const options = new URLSearchParams(location.search);
document.documentElement.dataset.theme = options.get('theme') ?? 'light';
await startMessages(options.get('lang') === 'zh-CN' ? 'zh-CN' : 'en');
addDataMessages();
addPanelMessages();

const name = options.get('frame') ?? 'split';
const nextFrame = fakeFrames(name);
if (name === 'split')
  useView.getState().setTimelineWindow({ follow: false, from: 5_200_000, span: 2_400_000 });

/** Main-thread milliseconds from a frame's arrival to the end of its drawing, for the scripts beside this page. */
const costs: number[] = [];
Object.assign(globalThis, { frameCosts: costs, view: useView });

let before = performance.now();
function loop(now: number): void {
  const frame = nextFrame(frameRequest(now - before));
  before = now;
  const from = performance.now();
  useView.getState().setFrame(frame);
  queueMicrotask(() => queueMicrotask(() => costs.push(performance.now() - from)));
  requestAnimationFrame(loop);
}
requestAnimationFrame(loop);

createRoot(present(document.getElementById('root'), 'the page has a root')).render(
  <LabProvider lab={fakeLab()}>
    <div className="dev">
      <div style={{ gridArea: 'logs' }}>
        <LogsPanel />
      </div>
      <div style={{ gridArea: 'clients' }}>
        <ClientsPanel />
      </div>
      <div style={{ gridArea: 'time' }}>
        <TimelinePanel />
      </div>
    </div>
  </LabProvider>,
);
