import { useTranslation } from 'react-i18next';
import type { Frame } from '../../lab/frame/frame.ts';
import type { Command, LinkSettings } from '../../sim/command/command.ts';
import { shapeNames } from '../../sim/command/shapes.ts';
import { Deed, DialOf } from './parts.tsx';

/** The network by hand: shapes of it, and every link at once made slow, lossy, doubling or overtaking. */
export function NetworkFaults({ links, act }: { links: Frame['links']; act: (command: Command) => void }) {
  const { t } = useTranslation('faults');
  const all = (settings: LinkSettings): void => {
    for (const { from, to } of links) act({ type: 'link', from, to, settings });
  };
  const most = (of: (link: Frame['links'][number]) => number): number => Math.max(0, ...links.map(of));
  const isCut = links.some(({ cut, held }) => cut || held);
  return (
    <>
      <h3>{t('group.shape')}</h3>
      <p className="muted small">{t('shapeHint')}</p>
      <ul className="faults-deeds">
        <Deed id="heal" run={() => act({ type: 'heal' })} isOn={isCut} />
        {shapeNames.map((shape) => (
          <Deed key={shape} id={`shape_${shape}`} run={() => act({ type: 'shape', shape })} />
        ))}
      </ul>
      <h3>{t('group.links')}</h3>
      <p className="muted small">{t('linksHint')}</p>
      <div className="faults-dials">
        <DialOf
          id="latencyMs"
          value={most(({ latency }) => latency) / 1000}
          max={500}
          step={1}
          onChange={(latencyMs) => all({ latencyMs })}
        />
        <DialOf
          id="jitterMs"
          value={most(({ jitter }) => jitter) / 1000}
          max={500}
          step={1}
          onChange={(jitterMs) => all({ jitterMs })}
        />
        <DialOf
          id="loss"
          value={most(({ loss }) => loss)}
          max={1}
          step={0.05}
          onChange={(loss) => all({ loss })}
        />
        <DialOf
          id="duplicate"
          value={most(({ duplicate }) => duplicate)}
          max={1}
          step={0.05}
          onChange={(duplicate) => all({ duplicate })}
        />
        <DialOf
          id="reorder"
          value={most(({ reorder }) => reorder)}
          max={1}
          step={0.05}
          onChange={(reorder) => all({ reorder })}
        />
      </div>
    </>
  );
}
