import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientFrame } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { AloneButton } from '../panel/AloneButton.tsx';
import { useFramePart } from '../use-frame.ts';
import { Console } from './Console.tsx';
import './console.css';

const NONE: readonly ClientFrame[] = [];
const NO_NODES: readonly number[] = [];

/** Consoles beside the cluster, side by side: each a client of a chosen member. */
export default function ConsolePanel() {
  const { t } = useTranslation('console');
  const clients = useFramePart((frame) => frame.clients) ?? NONE;
  const run = useFramePart((frame) => `${frame.run} ${frame.branch}`) ?? '';
  const consoles = clients.filter(
    (client) => client.console !== undefined && (client.status === 'running' || client.status === 'paused'),
  );
  return (
    <div className="consoles">
      <Opener isFirst={consoles.length === 0} />
      {consoles.length === 0 ? (
        <p className="muted consoles-none">{t('none')}</p>
      ) : (
        <div className="consoles-panes" data-count={Math.min(4, consoles.length)}>
          {consoles.map((client) => (
            <Console
              key={`${run} ${client.name} ${client.life}`}
              id={`${run} ${client.name} ${client.life}`}
              client={client}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** Where the next console is opened. */
function Opener({ isFirst }: { isFirst: boolean }) {
  const { t } = useTranslation('console');
  const act = useAct();
  const ids = useFramePart((frame) => frame.nodes.map(({ id }) => id).join(' ')) ?? '';
  const nodes = ids === '' ? NO_NODES : ids.split(' ').map(Number);
  const [chosen, setChosen] = useState<number>();
  const at = chosen !== undefined && nodes.includes(chosen) ? chosen : nodes[0];
  const open = () =>
    act(async (lab) => {
      const name = await lab.openConsole(at);
      // It is in the page with the next frame.
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>(`[data-console="${name}"] textarea`)?.focus(),
        ),
      );
    });
  return (
    <div className="consoles-tools">
      <label>
        {t('at')}{' '}
        <select
          aria-label={t('member')}
          value={at}
          onChange={(event) => setChosen(Number(event.target.value))}
        >
          {nodes.map((id) => (
            <option key={id} value={id}>
              {formatNode(id)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className={isFirst ? 'button button-primary' : 'button'} onClick={open}>
        {t('open')}
      </button>
      <AloneButton view="console" className="button button-tiny consoles-wide" />
      <details className="consoles-help">
        <summary>{t('keys')}</summary>
        <ul>
          {(['tab', 'up', 'search', 'interrupt', 'end', 'clear', 'newline', 'paste', 'line'] as const).map(
            (id) => (
              <li key={id}>{t(`help.${id}`)}</li>
            ),
          )}
        </ul>
      </details>
    </div>
  );
}
