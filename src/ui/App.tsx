import './tokens.css';
import './base.css';
import { ClientsPanel } from './clients/ClientsPanel.tsx';
import { LogsPanel } from './logs/LogsPanel.tsx';
import { TimelinePanel } from './timeline/TimelinePanel.tsx';

/** The page. Wiring (src/app) gives it a lab through LabProvider and frames through the store. */
export function App() {
  return (
    <div className="app">
      <LogsPanel />
      <TimelinePanel />
      <ClientsPanel />
    </div>
  );
}
