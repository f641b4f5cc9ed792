import { use, useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '../../base/flavor.ts';
import { formatNode } from '../../view/say/format.ts';
import { chosenGroups, type SplitChoice } from '../../view/stage/split-choice.ts';
import { ArrangeBar } from './ArrangeBar.tsx';
import { useFramePart } from '../use-frame.ts';
import './network-bar.css';
import { NetworkContext, type NetworkChoosing } from './network-context.ts';
import type { NetworkChoice } from './use-stage-keys.ts';

/** What is a drag on the stage otherwise, by keys or by a finger: a split, a link whose menu opens, a node's place. */
export default function NetworkBar() {
  const choosing = use(NetworkContext);
  if (!choosing) return undefined;
  const { network } = choosing;
  if (network.type === 'move') return <ArrangeBar choice={network} {...choosing} />;
  return <Bar {...choosing} network={network} />;
}

type Choice = Exclude<NetworkChoice, { type: 'move' }>;

function Bar({
  network: choice,
  pick,
  split,
  startSplit,
  startLink,
  leave,
}: NetworkChoosing & { readonly network: Choice }) {
  const { t } = useTranslation('network');
  const bar = useRef<HTMLFormElement>(null);
  const ids = (useFramePart((frame) => frame.nodes) ?? []).map(({ id }) => id);
  useEffect(() => bar.current?.querySelector<HTMLElement>('.network-node')?.focus(), []);
  const groups = choice.type === 'split' ? chosenGroups(choice.groups) : [];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isButton = event.target instanceof HTMLElement && event.target.dataset['enter'] !== undefined;
    if (event.key === 'Escape') leave();
    else if (/^[1-9]$/.test(event.key)) pick(Number(event.key));
    else if (event.key === 'Enter' && choice.type === 'split' && !isButton) split();
    else if (event.key === 's' && choice.type === 'link') startSplit();
    else if (event.key === 'c' && choice.type === 'split') startLink(undefined);
    else if (!roved(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      ref={bar}
      className="network-bar"
      aria-label={t(`${choice.type}.title`)}
      data-own-keys
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
    >
      <div className="segments" role="group" aria-label={t('what')}>
        {(['split', 'link'] as const).map((type) => (
          <button
            key={type}
            type="button"
            data-enter
            aria-pressed={choice.type === type}
            onClick={() => (type === 'split' ? startSplit() : startLink(undefined))}
          >
            {t(`${type}.name`)} <kbd aria-hidden="true">{type === 'split' ? 'S' : 'C'}</kbd>
          </button>
        ))}
      </div>
      <div className="network-nodes" role="group" aria-label={t('nodes')}>
        {ids.map((id) => (
          <NodeButton key={id} id={id} choice={choice} onPress={pick} />
        ))}
      </div>
      <p className="network-says" role="status">
        {choice.type === 'split'
          ? groups.length < 2
            ? t('split.hint')
            : groups.map((group) => group.map(formatNode).join(' ')).join(' | ')
          : choice.from === undefined
            ? t('link.hint')
            : t('link.to', { node: formatNode(choice.from) })}
      </p>
      <span className="grow" />
      {choice.type === 'split' && (
        <button
          type="button"
          data-enter
          className="button button-primary"
          disabled={groups.length < 2}
          onClick={split}
        >
          {t('split.do')} <kbd aria-hidden="true">Enter</kbd>
        </button>
      )}
      <button type="button" data-enter className="button" onClick={leave}>
        {t('leave')} <kbd aria-hidden="true">Esc</kbd>
      </button>
    </form>
  );
}

/** A member, and in a split the letter of its group. */
function NodeButton({ id, choice, onPress }: { id: NodeId; choice: Choice; onPress: (id: NodeId) => void }) {
  const { t } = useTranslation('network');
  const node = formatNode(id);
  if (choice.type === 'split') {
    const group = letterOf(choice.groups, id);
    return (
      <button
        type="button"
        className="network-node"
        data-group={choice.groups.get(id)}
        onClick={() => onPress(id)}
      >
        {node} <span className="visually-hidden">{t('split.group')} </span>
        <b>{group}</b>
      </button>
    );
  }
  return (
    <button
      type="button"
      className="network-node"
      aria-pressed={choice.from === id}
      onClick={() => onPress(id)}
    >
      {node}
    </button>
  );
}

function letterOf(groups: SplitChoice, id: NodeId): string {
  return String.fromCharCode('A'.charCodeAt(0) + (groups.get(id) ?? 0));
}

/** Arrow keys move among the bar's buttons. */
function roved(event: KeyboardEvent): boolean {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return false;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  const now = buttons.findIndex((button) => button === document.activeElement);
  buttons[(now + step + buttons.length) % buttons.length]?.focus();
  return true;
}
