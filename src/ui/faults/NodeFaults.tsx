import { useTranslation } from 'react-i18next';
import type { NodeFrame } from '../../lab/frame/frame.ts';
import type { Command, DiskSettings } from '../../sim/command/command.ts';
import { formatNode } from '../../view/say/format.ts';
import { Deed, DialOf } from './parts.tsx';

const JUMPS_MS = [-3_600_000, -1000, 1000, 60_000, 3_600_000] as const;
const RATES = [0.25, 0.5, 0.9, 1, 1.1, 2, 4] as const;
const UNREADABLE = ['nothing', 'wal', 'snap'] as const;

/** What may befall one machine, by hand: its process, its disk, its clocks; and what etcd does then. */
export function NodeFaults({ node, act }: { node: NodeFrame; act: (command: Command) => void }) {
  const { t } = useTranslation('faults');
  const { id, status, diskFaults: faults } = node;
  const isDown = status === 'killed';
  const disk = (settings: DiskSettings) => act({ type: 'disk', node: id, settings });
  return (
    <>
      {node.crashed !== undefined && (
        <p className="faults-state" role="status">
          {t('ended', { node: formatNode(id), reason: node.crashed })}
        </p>
      )}
      <h3>{t('group.process')}</h3>
      <ul className="faults-deeds">
        {isDown ? (
          <Deed id="restart" run={() => act({ type: 'restart', node: id })} />
        ) : (
          <>
            <Deed id="kill" run={() => act({ type: 'kill', node: id })} />
            <Deed id="powerLoss" run={() => act({ type: 'powerLoss', node: id, torn: false })} />
            <Deed id="tear" run={() => act({ type: 'powerLoss', node: id, torn: true })} />
            {status === 'paused' ? (
              <Deed id="resume" isOn run={() => act({ type: 'resume', node: id })} />
            ) : (
              <Deed id="pause" run={() => act({ type: 'pause', node: id })} />
            )}
          </>
        )}
        <Deed id="isolate" run={() => act({ type: 'isolate', node: id })} />
      </ul>
      <h3>{t('group.disk')}</h3>
      <ul className="faults-deeds">
        <Deed
          id={node.diskStuck ? 'freeDisk' : 'stickDisk'}
          isOn={node.diskStuck}
          run={() => disk({ stuck: !node.diskStuck })}
        />
        <Deed
          id={faults.lies ? 'honestDisk' : 'lyingDisk'}
          isOn={faults.lies}
          run={() => disk({ lies: !faults.lies })}
        />
        <Deed
          id={faults.roomBytes === undefined ? 'fillDisk' : 'makeRoom'}
          isOn={faults.roomBytes !== undefined}
          run={() => disk({ full: faults.roomBytes === undefined })}
        />
        <Deed
          id={faults.writesFail ? 'writesWork' : 'writesFail'}
          isOn={faults.writesFail}
          run={() => disk({ writesFail: !faults.writesFail })}
        />
        {isDown && (
          <>
            <Deed id="flipWal" run={() => act({ type: 'bitFlip', node: id, file: 'wal' })} />
            <Deed id="flipSnap" run={() => act({ type: 'bitFlip', node: id, file: 'snap' })} />
            <Deed id="loseDisk" run={() => act({ type: 'loseDisk', node: id })} />
          </>
        )}
      </ul>
      {!isDown && <p className="muted small">{t('killFirst')}</p>}
      <div className="faults-dials">
        <DialOf
          id="fsyncMs"
          value={node.fsync / 1000}
          max={2000}
          step={10}
          onChange={(fsyncMs) => disk({ fsyncMs })}
        />
        <label>
          {t('dial.unreadable')}
          <select
            value={faults.unreadable}
            onChange={({ target }) => {
              const unreadable = UNREADABLE.find((each) => each === target.value);
              if (unreadable !== undefined) disk({ unreadable });
            }}
          >
            {UNREADABLE.map((each) => (
              <option key={each} value={each}>
                {t(`unreadable.${each}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <h3>{t('group.clock')}</h3>
      <div className="faults-dials">
        <label>
          {t('dial.rate')}
          <select
            value={String(node.clockRate)}
            onChange={({ target }) => act({ type: 'clockRate', node: id, rate: Number(target.value) })}
          >
            {[...new Set([...RATES, node.clockRate])]
              .sort((a, b) => a - b)
              .map((rate) => (
                <option key={rate} value={String(rate)}>
                  {rate === 1 ? t('rightRate') : `× ${rate}`}
                </option>
              ))}
          </select>
        </label>
      </div>
      <p className="muted small">{t('rateDoes')}</p>
      <p className="faults-row" role="group" aria-label={t('jump')}>
        <span>{t('wall', { ms: node.wallAheadMs })}</span>
        {JUMPS_MS.map((ms) => (
          <button
            key={ms}
            type="button"
            className="button button-tiny"
            data-jump={ms}
            onClick={() => act({ type: 'clockJump', node: id, ms })}
          >
            {t('jumpBy', { seconds: `${ms < 0 ? '−' : '+'}${Math.abs(ms) / 1000}` })}
          </button>
        ))}
      </p>
      <p className="muted small">{t('jumpDoes')}</p>
    </>
  );
}
