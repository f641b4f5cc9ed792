import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogIndex, Micros, NodeId } from '../../base/flavor.ts';
import type { Selection } from '../../lab/frame/frame.ts';
import { formatNode, formatSeconds } from '../../view/say/format.ts';
import { useAct } from '../act.ts';
import { useView } from '../view-state.ts';

/**
 * The way to an event: time stands right after it, and it is what is selected. `keeps`: what is selected stays, for a list beside
 * what is selected that would go with it.
 */
export function GoToEvent({
  event,
  keeps = false,
  children,
}: {
  event: number;
  keeps?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('inspector');
  const act = useAct();
  const select = useView((state) => state.select);
  const go = () =>
    act(async (lab) => {
      await lab.seekEvent(event);
      if (!keeps) select({ type: 'event', number: event });
    });
  return (
    <button type="button" className="link-button" title={t('node.goThere')} onClick={go}>
      {children}
    </button>
  );
}

/** An instant, and the way to it: to its event if that is known. */
export function Instant({ at, event }: { at: Micros; event?: number | undefined }) {
  const { t } = useTranslation('inspector');
  const act = useAct();
  return (
    <button
      type="button"
      className="link-button"
      title={t('node.goThere')}
      onClick={() => act((lab) => (event === undefined ? lab.seek(at / 1000) : lab.seekEvent(event)))}
    >
      {formatSeconds(at)} s
    </button>
  );
}

/** Something on the page by its name, and the way to it. */
export function Named({ what, children }: { what: Selection; children: ReactNode }) {
  const select = useView((state) => state.select);
  return (
    <button type="button" className="link-button" onClick={() => select(what)}>
      {children}
    </button>
  );
}

export function NodeName({ id }: { id: NodeId }) {
  return <Named what={{ type: 'node', id }}>{formatNode(id)}</Named>;
}

export function EntryName({ node, index }: { node: NodeId; index: LogIndex }) {
  return <Named what={{ type: 'entry', node, index }}>{index}</Named>;
}
