import { createRoot } from 'react-dom/client';
import { version } from '../../package.json';
import { present } from '../base/assert.ts';
import { App } from '../ui/App.tsx';
import { CannotRun } from '../ui/CannotRun.tsx';
import { LabProvider } from '../ui/lab-context.tsx';
import { startPreferences } from '../ui/preferences.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { startPage } from './page.ts';
import { makeScripting, type Quorumscope } from './scripting.ts';

declare global {
  interface Window {
    quorumscope: Quorumscope;
  }
}

const root = createRoot(present(document.getElementById('root'), 'index.html has a place for the page'));

if (typeof Worker === 'undefined') {
  root.render(<CannotRun reason={{ type: 'workers' }} />);
} else {
  startPreferences();
  const { lab, opened, ready } = startPage(location.search, (reason) =>
    root.render(<CannotRun reason={{ type: 'crashed', reason }} />),
  );
  window.quorumscope = makeScripting(opened, version, ready);
  root.render(
    <ErrorBoundary>
      <LabProvider lab={lab}>
        <App />
      </LabProvider>
    </ErrorBoundary>,
  );
}
