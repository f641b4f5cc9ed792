import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '../../sim/command/command.ts';
import { formatNode } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { Modal } from '../shell/Modal.tsx';
import { useFramePart } from '../use-frame.ts';
import { useView } from '../view-state.ts';
import { NetworkFaults } from './NetworkFaults.tsx';
import { NodeFaults } from './NodeFaults.tsx';
import { TroubleDial } from './TroubleDial.tsx';
import './faults.css';

const PAGES = ['node', 'network', 'dial'] as const;

function close(): void {
  useView.setState({ door: undefined });
}

/** Every fault there is, by hand and by dial, each with what etcd does on it. */
export default function FaultsDialog() {
  const { t } = useTranslation('faults');
  const act = useAct();
  const nodes = useFramePart((frame) => frame.nodes) ?? [];
  const links = useFramePart((frame) => frame.links) ?? [];
  const [page, setPage] = useState<(typeof PAGES)[number]>('node');
  const [chosen, setChosen] = useState(() => {
    const { selection } = useView.getState();
    return selection?.type === 'node' ? selection.id : undefined;
  });
  const node = nodes.find(({ id }) => id === chosen) ?? nodes[0];
  const doIt = (command: Command): void => act((lab) => lab.act(command));
  return (
    <Modal title={t('title')} onClose={close}>
      <div className="faults">
        <p className="muted">{t('hint')}</p>
        <Choice
          label={t('title')}
          name="page"
          of={PAGES}
          value={page}
          words={(each) => t(`page.${each}`)}
          onChange={setPage}
        />
        {page === 'node' && node !== undefined && (
          <>
            <p>
              <Choice
                label={t('page.node')}
                name="node"
                of={nodes.map(({ id }) => id)}
                value={node.id}
                words={formatNode}
                onChange={setChosen}
              />
            </p>
            <NodeFaults node={node} act={doIt} />
          </>
        )}
        {page === 'network' && <NetworkFaults links={links} act={doIt} />}
        {page === 'dial' && <TroubleDial />}
      </div>
    </Modal>
  );
}

/** One of a few, side by side. */
function Choice<Value extends string | number>({
  label,
  name,
  of,
  value,
  words,
  onChange,
}: {
  label: string;
  name: string;
  of: readonly Value[];
  value: Value;
  words: (value: Value) => string;
  onChange: (value: Value) => void;
}) {
  return (
    <span className="segments" role="radiogroup" aria-label={label}>
      {of.map((each) => (
        <label key={each} data-checked={each === value ? '' : undefined}>
          <input
            type="radio"
            name={`faults-${name}`}
            checked={each === value}
            onChange={() => onChange(each)}
          />
          {words(each)}
        </label>
      ))}
    </span>
  );
}
