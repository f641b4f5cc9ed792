import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNode } from '../../view/say/format.ts';
import { logScene, type LogRow, type LogScene } from '../../view/log/log-grid.ts';
import { sameData } from '../canvas/same.ts';
import { useFrame } from '../use-frame.ts';
import { cellWords, commitWords, roleWord, standingWords } from './log-words.ts';

const columnsMax = 24;

/** The text alternative of the grid: the same cells in words. */
export function LogTable() {
  const { t } = useTranslation('logs');
  const frame = useFrame();
  if (!frame || frame.log.maxLast === 0) return null;
  const last = Math.max(1, frame.log.last);
  const scene = logScene(frame, { first: Math.max(1, frame.log.first, last - columnsMax + 1), last });
  const indexes = Array.from({ length: scene.last - scene.first + 1 }, (_, i) => scene.first + i);
  return (
    <div className="data-unseen">
      <table>
        <caption>
          {t('table.caption', { first: scene.first, last: scene.last, commit: commitWords(scene) })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('table.node')}</th>
            <th scope="col">{t('table.standing')}</th>
            {indexes.map((index) => (
              <th scope="col" key={index}>
                {index}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scene.rows.map((row) => (
            <Row key={row.id} row={row} leader={scene.leader} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: LogRow;
  readonly leader: LogScene['leader'];
}

/** Most rows say the same as a frame ago. */
const Row = memo(function Row({ row, leader }: RowProps) {
  useTranslation('logs');
  return (
    <tr>
      <th scope="row">{[formatNode(row.id), roleWord(row)].filter(Boolean).join(' ')}</th>
      <td>{standingWords(row)}</td>
      {row.cells.map((cell) => (
        <td key={cell.index}>{cellWords(row, cell, leader).join(', ')}</td>
      ))}
    </tr>
  );
}, sameData);
