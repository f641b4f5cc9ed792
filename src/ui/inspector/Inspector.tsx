import { useTranslation } from 'react-i18next';
import { unreachable } from '../../base/assert.ts';
import type { Frame, Inspection, Selection } from '../../lab/frame/frame.ts';
import { useView } from '../view-state.ts';
import { useFrame } from '../use-frame.ts';
import { Asked } from '../origin/Asked.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { EntryInspector } from './EntryInspector.tsx';
import { EventInspector } from './EventInspector.tsx';
import { HttpInspector } from './HttpInspector.tsx';
import { KeyInspector } from './KeyInspector.tsx';
import { MessageInspector } from './MessageInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';
import { OtherEntries } from './OtherEntries.tsx';
import { Overview } from './Overview.tsx';
import { RequestInspector } from './RequestInspector.tsx';
import { StepDiff } from './StepDiff.tsx';
import { useInspection } from './use-inspection.ts';
import { WhyPart } from '../why/WhyPart.tsx';
import './inspector.css';

/** Whatever is selected, or the cluster as a whole. */
export default function Inspector() {
  const selection = useView((state) => state.selection);
  const frame = useFrame();
  if (!frame) return null;
  return (
    <div className="inspector" data-at={frame.at}>
      <Asked />
      <WhyPart frame={frame} selection={selection} />
      {selection && <Selected selection={selection} frame={frame} />}
      <StepDiff selection={selection} />
      {!selection && <Overview frame={frame} />}
    </div>
  );
}

function Selected({ selection, frame }: { selection: Selection; frame: Frame }) {
  const inspection = useInspection(selection);
  // A node is in every frame: it is shown at once, its decisions follow.
  if (selection.type === 'node') {
    const node = frame.nodes.find((each) => each.id === selection.id);
    const trace = inspection?.type === 'node' ? inspection.trace : [];
    return node ? <NodeInspector node={node} frame={frame} trace={trace} /> : <Gone />;
  }
  if (inspection === undefined) return null;
  return (
    <>
      {inspection.type === 'gone' && selection.type === 'event' && <Elsewhere number={selection.number} />}
      <Shown inspection={inspection} frame={frame} />
    </>
  );
}

function Shown({ inspection, frame }: { inspection: Inspection; frame: Frame }) {
  switch (inspection.type) {
    case 'message':
      return <MessageInspector inspection={inspection} />;
    case 'entry':
      return <EntryInspector inspection={inspection} frame={frame} />;
    case 'key':
      return <KeyInspector inspection={inspection} />;
    case 'request':
      return <RequestInspector inspection={inspection} frame={frame} />;
    case 'http':
      return <HttpInspector inspection={inspection} frame={frame} />;
    case 'event':
      return <EventInspector inspection={inspection} />;
    case 'node':
      return null;
    case 'gone':
      return <Gone entries={inspection.entries ?? []} />;
    default:
      return unreachable(inspection);
  }
}

function Gone({ entries }: { entries?: Parameters<typeof OtherEntries>[0]['entries'] }) {
  const { t } = useTranslation('inspector');
  return (
    <>
      <p className="muted">{t('gone')}</p>
      {entries && <OtherEntries title={t('entry.once')} entries={entries} />}
    </>
  );
}
