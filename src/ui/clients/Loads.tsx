import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { encodeUtf8 } from '../../base/utf8.ts';
import { defaultLoad, loadRanges, type LoadField, type LoadSettings } from '../../client/load-settings.ts';
import type { ClientFrame, LoadFrame } from '../../lab/frame/frame.ts';
import { useAct } from '../act.ts';
import { currentView } from '../view-state.ts';
import './loads.css';
import { PauseAndStop } from './Tell.tsx';

const DIALS: readonly LoadField[] = ['clients', 'perSecond', 'put', 'get', 'txn', 'delete', 'serializable'];
const NUMBERS: readonly LoadField[] = ['keys', 'valueBytes'];
const KINDS = ['put', 'get', 'txn', 'delete'] as const;
const ENDS = ['ok', 'failed', 'unknown'] as const;

/** What a new load is set to stays when another panel is looked at. */
const useDraft = create<LoadSettings>(() => defaultLoad);

/** Loads: many clients as a dial. One that runs is turned while time goes on; a new one is set first, then started. */
export function Loads({ clients }: { clients: readonly ClientFrame[] }) {
  const { t } = useTranslation('clients');
  const act = useAct();
  const settings = useDraft();
  const loads = clients.filter(({ load }) => load !== undefined);
  const running = loads.filter((client) => !hasEnded(client));
  // What came of the last one can still be read when it has ended.
  const shown = running.length > 0 ? running : loads.slice(-1);
  const start = () => {
    let number = 1;
    while (clients.some(({ name }) => name === `load${number}`)) number++;
    const endpoints = (currentView().frame?.nodes ?? []).map(({ id }) => id);
    const program = { recipe: 'load', name: encodeUtf8('load'), settings } as const;
    act((lab) => lab.act({ type: 'startClient', client: `load${number}`, endpoints, program }));
  };
  return (
    <details className="loads" open={loads.length > 0 || undefined}>
      <summary>{t('load.title')}</summary>
      {running.length === 0 && (
        <>
          <p className="muted small">{t('load.hint')}</p>
          <Dials settings={settings} onChange={useDraft.setState} />
          <button type="button" className="button button-send" onClick={start}>
            {t('load.start')}
          </button>
        </>
      )}
      {shown.map((client) => client.load && <Load key={client.name} client={client} load={client.load} />)}
    </details>
  );
}

function hasEnded({ status }: ClientFrame): boolean {
  return status === 'done' || status === 'stopped';
}

function Load({ client, load }: { client: ClientFrame; load: LoadFrame }) {
  const { t } = useTranslation('clients');
  const act = useAct();
  const { name, status } = client;
  const [wanted, setWanted] = useState(load.settings);
  const dial = (settings: LoadSettings) => {
    setWanted(settings);
    act((lab) =>
      lab.act({ type: 'tellClient', client: name, instruction: { type: 'dial', load: settings } }),
    );
  };
  const last = load.seconds.at(-1);
  const ended = hasEnded(client);
  return (
    <section aria-label={name}>
      <p>
        <b>{name}</b> {t(`run.${status}`)} · {t('load.underWay', { count: load.underWay })} ·{' '}
        {t('load.heldBack', { count: load.heldBack })}
      </p>
      {!ended && <Dials settings={wanted} onChange={dial} />}
      <Seconds load={load} />
      <p className="small" role="status" aria-live="off">
        {last && t('load.lastSecond', { ok: last.ok, failed: last.failed, unknown: last.unknown })}
      </p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('load.kind')}</th>
            {ENDS.map((end) => (
              <th key={end} scope="col">
                {t(`status.${end}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`load.field.${kind}`)}</th>
              {ENDS.map((end) => (
                <td key={end}>{load.counts[kind][end]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row-actions">{!ended && <PauseAndStop name={name} status={status} />}</div>
    </section>
  );
}

function Dials({
  settings,
  onChange,
}: {
  settings: LoadSettings;
  onChange: (settings: LoadSettings) => void;
}) {
  const { t } = useTranslation('clients');
  return (
    <div className="load-dials">
      {[...DIALS, ...NUMBERS].map((field) => {
        const { min, max } = loadRanges[field];
        const change = (text: string) => {
          const value = Number(text);
          if (Number.isSafeInteger(value) && value >= min && value <= max)
            onChange({ ...settings, [field]: value });
        };
        return (
          <label key={field}>
            <span>{t(`load.field.${field}`)}</span>
            <input
              type={NUMBERS.includes(field) ? 'number' : 'range'}
              min={min}
              max={max}
              value={settings[field]}
              onChange={(event) => change(event.target.value)}
            />
            {!NUMBERS.includes(field) && <output aria-live="off">{settings[field]}</output>}
          </label>
        );
      })}
    </div>
  );
}

/** The last seconds as columns: what was answered stands on the line, what failed or is unknown hangs below it. */
function Seconds({ load: { seconds } }: { load: LoadFrame }) {
  const { t } = useTranslation('clients');
  const most = Math.max(1, ...seconds.map(({ ok, failed, unknown }) => Math.max(ok, failed + unknown)));
  return (
    <svg className="load-seconds" viewBox="0 0 300 64" role="img" aria-label={t('load.seconds')}>
      {seconds.map(({ ok, failed, unknown }, i) => {
        const x = 300 - (seconds.length - i) * 10;
        const [up, down, open] = [ok, failed, unknown].map((count) => (count / most) * 32);
        return (
          // The place is the second's only name.
          <g key={x}>
            <rect className="load-ok" x={x} width={8} y={32 - (up ?? 0)} height={up} />
            <rect className="load-failed" x={x} width={8} y={32} height={down} />
            <rect className="load-unknown" x={x + 1} width={6} y={32 + (down ?? 0)} height={open} />
          </g>
        );
      })}
      <path d="M0 32H300" />
    </svg>
  );
}
