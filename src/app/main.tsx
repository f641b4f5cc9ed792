import { createRoot } from 'react-dom/client';
import { version } from '../../package.json';
import { present } from '../base/assert.ts';
import { App } from '../ui/App.tsx';
import { CannotRun } from '../ui/CannotRun.tsx';
import { LabProvider } from '../ui/lab-context.tsx';
import { fetchLateParts, latePart } from '../ui/late-part.ts';
import { startPreferences } from '../ui/preferences.ts';
import { judgeHost } from '../ui/clients-view/judge-host.ts';
import { filesHost } from '../ui/files/files-host.ts';
import { searchHost } from '../ui/search/search-host.ts';
import { useView } from '../ui/view-state.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { startPage } from './page.ts';
import type { Quorumscope } from './scripting.ts';
import { parseLook } from './embed-options.ts';
import { embeddedCalls, scriptingObject } from './scripting-object.ts';

declare global {
  interface Window {
    quorumscope: Quorumscope;
  }
}

judgeHost.open = async (history, tell) =>
  (await import('../host/judge/open-judge.ts')).openJudge(history, tell);
searchHost.open = async (plan, tell) => (await import('../host/search/open-team.ts')).openTeam(plan, tell);
filesHost.open = async (files) => (await import('../host/files/open-files.ts')).openFiles(files);

const renewal = latePart(() => import('./renewal.ts'));
const hosting = latePart(() => import('./embed-messages.ts'));

async function fetchTheRest(): Promise<void> {
  await fetchLateParts(idle);
  // Within somebody's page it keeps nothing. What the browser refuses here it says nowhere, and the page goes on with its connection.
  if (import.meta.env.PROD && window.top === window) await (await renewal.load()).keepSite();
}

/** The page waits so long for its type, which is loaded beside its code and is hardly ever later. */
const TYPE_MS = 300;

/**
 * The fonts are here, or late: then the system's stand in until the page is opened again (`font-display: optional`). Nothing that
 * has been drawn moves because a font has come.
 */
function typeIsHere(): Promise<unknown> {
  const faces = [...document.fonts].map((face) => face.load().catch(() => undefined));
  return Promise.race([Promise.all(faces), new Promise((resolve) => setTimeout(resolve, TYPE_MS))]);
}

/** Safari has no requestIdleCallback. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 2000 });
    else setTimeout(resolve, 200);
  });
}

const root = createRoot(present(document.getElementById('root'), 'index.html has a place for the page'));

if (typeof Worker === 'undefined') {
  root.render(<CannotRun reason={{ type: 'workers' }} />);
} else {
  const { embed, theme, language, problems } = parseLook(location.search);
  useView.setState({ embed });
  const words = startPreferences({ theme, language, isEmbedded: embed !== undefined });
  const [problem] = problems;
  if (problem !== undefined) useView.getState().notify('error', problem, 'badConfig');
  const { lab, opened, ready } = startPage(location.search, embed !== undefined, words, (reason) =>
    root.render(<CannotRun reason={{ type: 'crashed', reason }} />),
  );
  window.quorumscope = scriptingObject(opened, version, ready);
  if (embed !== undefined) {
    hosting
      .load()
      .then(({ speakWithHost, hostWindow }) =>
        speakWithHost(embed, embeddedCalls(window.quorumscope), hostWindow()),
      )
      .catch(() => undefined); // without it the frame is a picture to play with
  }
  // Once the first picture stands, what it did not need is fetched: the page is whole when the connection goes.
  ready.then(fetchTheRest).catch(() => undefined);
  const page = (
    <ErrorBoundary>
      <LabProvider lab={lab}>
        <App />
      </LabProvider>
    </ErrorBoundary>
  );
  void Promise.all([words, typeIsHere()]).then(() => root.render(page));
}
