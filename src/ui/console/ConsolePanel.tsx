import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientFrame } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { AloneButton } from '../panel/AloneButton.tsx';
import { useFramePart } from '../use-frame.ts';
import { Console } from './Console.tsx';
import { remember } from './console-store.ts';
import { Examples } from './Examples.tsx';
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
  const nodes = useFramePart((frame) => frame.nodes.map(({ id }) => id).join(' ')) ?? '';
  const ids = nodes === '' ? NO_NODES : nodes.split(' ').map(Number);
  const [chosen, setChosen] = useState<number>();
  const at = chosen !== undefined && ids.includes(chosen) ? chosen : ids[0];
  const open = useOpen(at);
  return (
    <div className="consoles">
      <Opener
        isFirst={consoles.length === 0}
        nodes={ids}
        at={at}
        onChoose={setChosen}
        onOpen={() => open()}
      />
      {consoles.length === 0 ? (
        <div className="consoles-none">
          <p className="muted">{t('none')}</p>
          <Examples onPick={open} />
        </div>
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

/** Opens a console at that member, where a line may be typed at once. */
function useOpen(at: number | undefined): (line?: string) => void {
  const act = useAct();
  return (line) =>
    act(async (lab) => {
      const name = await lab.openConsole(at);
      // It is in the page with the next frame.
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>(`[data-console="${name}"] textarea`)?.focus(),
        ),
      );
      if (line === undefined) return;
      remember(line);
      await lab.tellConsole(name, { type: 'line', text: line });
    });
}

/** Where the next console is opened. */
function Opener(props: {
  isFirst: boolean;
  nodes: readonly number[];
  at: number | undefined;
  onChoose: (node: number) => void;
  onOpen: () => void;
}) {
  const { isFirst, nodes, at, onChoose, onOpen } = props;
  const { t } = useTranslation('console');
  return (
    <div className="consoles-tools">
      <label>
        {t('at')}{' '}
        <select
          aria-label={t('member')}
          value={at}
          onChange={(event) => onChoose(Number(event.target.value))}
        >
          {nodes.map((id) => (
            <option key={id} value={id}>
              {formatNode(id)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className={isFirst ? 'button button-primary' : 'button'} onClick={onOpen}>
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
