import { useMemo, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { ScreenLine } from '../../console/screen.ts';
import type { ClientFrame, ConsoleFrame } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { readPasted } from '../../view/console/pasted.ts';
import { reportError, useAct } from '../act.ts';
import { PauseIcon } from '../icons.tsx';
import { useLab } from '../lab-context.tsx';
import { useFramePart } from '../use-frame.ts';
import { currentView } from '../view-state.ts';
import { ConsoleLines } from './console-lines.ts';
import { clearUpTo, remember, useConsoles } from './console-store.ts';
import { Examples } from './Examples.tsx';
import { Output } from './Output.tsx';
import { Prompt } from './Prompt.tsx';
import { saveScript, saveSession } from './save-session.ts';

const NOTHING: ConsoleFrame = { at: 0, lines: 0, cleared: 0, jobs: [] };

/** One console: its head, what it has shown, and the line that is typed. `id`: which it is, of which run. */
export function Console({ id, client }: { id: string; client: ClientFrame }) {
  const { t } = useTranslation('console');
  const lab = useLab();
  const act = useAct();
  const { name, told } = client;
  const { at, lines: count, cleared: emptied, jobs } = client.console ?? NOTHING;
  const [version, changed] = useReducer((before: number) => before + 1, 0);
  const lines = useMemo(() => new ConsoleLines(lab, name, changed, reportError), [lab, name]);
  lines.is(told, count);
  const cleared = Math.min(count, Math.max(emptied, useConsoles((state) => state.cleared[id]) ?? 0));
  const foreground = jobs.find(({ number }) => number === undefined);
  const signal = (job?: number) =>
    act((to) =>
      to.tellConsole(name, { type: 'signal', signal: 'SIGINT', ...(job === undefined ? {} : { job }) }),
    );
  const enter = (text: string) => {
    if (foreground !== undefined)
      return act((to) => to.tellConsole(name, { type: 'input', bytes: encodeUtf8(`${text}\n`) }));
    remember(text);
    return act((to) => to.tellConsole(name, { type: 'line', text }));
  };
  const paste = (text: string) => {
    const { commands, passed } = readPasted(text);
    for (const command of commands) remember(command);
    act(async (to) => {
      for (const command of commands) await to.tellConsole(name, { type: 'line', text: command });
    });
    currentView().notify('info', () => t('pasted', { count: commands.length, passed }));
  };
  return (
    <section className="console" data-console={name} aria-label={t('name', { name, node: formatNode(at) })}>
      <header className="console-head">
        <b>{name}</b>
        <button
          type="button"
          className="link-button"
          onClick={() => currentView().select({ type: 'node', id: at })}
        >
          {formatNode(at)}
        </button>
        <span className="console-head-rest">
          <Copy name={name} />
          <button
            type="button"
            className="button button-tiny"
            onClick={() => act((to) => saveSession(to, name))}
          >
            {t('save')}
          </button>
          <button
            type="button"
            className="button button-tiny"
            title={t('saveScriptTitle')}
            onClick={() => act((to) => saveScript(to, name))}
          >
            {t('saveScript')}
          </button>
          <button
            type="button"
            className="button button-tiny"
            aria-label={t('close', { name })}
            title={t('close', { name })}
            onClick={() => act((to) => to.closeConsole(name))}
          >
            ×
          </button>
        </span>
      </header>
      {count === 0 && jobs.length === 0 && <Examples onPick={enter} />}
      <Output key={cleared} name={name} lines={lines} version={version} from={cleared} count={count} />
      <Announced lines={lines} count={count} />
      <Jobs jobs={jobs} onStop={signal} />
      <Prompt
        id={id}
        name={name}
        foreground={foreground?.text}
        onEnter={enter}
        onPaste={paste}
        onSignal={() => signal()}
        onEnd={() => act((to) => to.tellConsole(name, { type: 'eof' }))}
        onClear={() => clearUpTo(id, count)}
      />
    </section>
  );
}

/** All of what it has shown, as plain text. */
function Copy({ name }: { name: string }) {
  const { t } = useTranslation('console');
  const act = useAct();
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    act(async (lab) => {
      await navigator.clipboard.writeText(await lab.consoleText(name));
      setCopied(true);
    });
  return (
    <button type="button" className="button button-tiny" onClick={copy} onBlur={() => setCopied(false)}>
      {t(isCopied ? 'copied' : 'copy')}
    </button>
  );
}

/** Which jobs run, with a way to end each; and that they wait for time, where time stands. */
function Jobs({ jobs, onStop }: { jobs: ConsoleFrame['jobs']; onStop: (job: number) => void }) {
  const { t } = useTranslation('console');
  const act = useAct();
  const waits = useFramePart((frame) => !frame.playing) ?? false;
  if (jobs.length === 0) return null;
  return (
    <div className="console-jobs">
      <ul aria-label={t('jobs')}>
        {jobs.map(({ job, text, number }) => (
          <li key={job}>
            <span className="console-job mono" title={text}>
              {number === undefined ? '' : `[${number}] `}
              {text}
            </span>
            <button
              type="button"
              className="button button-tiny"
              aria-label={`${t('stop')} ${text}`}
              onClick={() => onStop(job)}
            >
              {t('stop')}
              {number === undefined && ' (^C)'}
            </button>
          </li>
        ))}
      </ul>
      {waits && (
        <p className="console-waits" role="status">
          <PauseIcon /> {t('waits')}{' '}
          <button type="button" className="link-button" onClick={() => act((lab) => lab.play())}>
            {t('play')}
          </button>{' '}
          <button type="button" className="link-button" onClick={() => act((lab) => lab.step('event'))}>
            {t('step')}
          </button>
        </p>
      )}
    </div>
  );
}

/** So many new lines are read out; of more the last. */
const READ_MAX = 12;

/** What is new, for a screen reader: the list itself holds only what is in view. */
function Announced({ lines, count }: { lines: ConsoleLines; count: number }) {
  const { t } = useTranslation('console');
  const [since] = useState(count);
  const fresh: ScreenLine[] = [];
  for (let number = Math.max(since, count - READ_MAX) + 1; number <= count; number++) {
    const line = lines.line(number);
    if (line !== undefined && line.type !== 'typed' && line.type !== 'input') fresh.push(line);
  }
  return (
    <div className="visually-hidden" role="log" aria-live="polite" aria-label={t('output')}>
      {fresh.map(({ number, type, text }) => (
        <p key={number}>{type === 'err' ? `${t('error')}: ${text}` : text}</p>
      ))}
    </div>
  );
}
