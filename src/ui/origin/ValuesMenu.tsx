import { useTranslation } from 'react-i18next';
import { currentLeader } from '../../explain/situation.ts';
import { useLab } from '../lab-context.tsx';
import { Menu } from '../stage/ActionMenu.tsx';
import { useFrame } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { askOrigin } from './asked.ts';
import { entryValue, nodeValues, progressValues, type Value } from './values.ts';
import './origin.css';

/** The values of a node, each a way to where it comes from: for the stage and the logs, where they are drawn. */
export default function ValuesMenu() {
  const { t } = useTranslation(['origin', 'stage']);
  const frame = useFrame();
  const of = useView((state) => state.values);
  const node = frame?.nodes.find(({ id }) => id === of?.node);
  if (frame === undefined || of === undefined || node === undefined) return null;
  const leader = currentLeader(frame.nodes);
  const own = of.index === undefined ? undefined : entryValue(frame, node.id, of.index);
  const peers = progressValues(node, leader);
  return (
    <Menu
      title={t('stage:nodeName', { id: node.id })}
      note={t('ask')}
      x={of.x}
      y={of.y}
      keepFree={() => []}
      onClose={closeValues}
    >
      <div className="menu-items values" role="none">
        {own && <ValueItem value={own} />}
        {nodeValues(node).map((value) => (
          <ValueItem key={value.place} value={value} />
        ))}
      </div>
      {peers.map(({ title, values }) => (
        <div key={title} className="values-peer" role="group" aria-label={title}>
          <span aria-hidden="true">{title}</span>
          {values.map((value) => (
            <ValueItem key={value.place} value={value} />
          ))}
        </div>
      ))}
    </Menu>
  );
}

function ValueItem({ value: { name, value, place } }: { value: Value }) {
  const lab = useLab();
  const ask = () => {
    closeValues();
    void askOrigin(lab, place);
  };
  return (
    <button type="button" role="menuitem" className="menu-item value-item" data-place={place} onClick={ask}>
      <small>{name}</small> <span>{value}</span>
    </button>
  );
}

function closeValues(): void {
  useView.setState({ values: undefined });
}
