import type { Compiled } from '../../expression/compile.ts';
import { ANY_TOUCH, type Happens } from '../../expression/needs.ts';
import { unreachable } from '../../base/assert.ts';
import { touches } from '../../node/report/touched.ts';
import type { EventLog } from '../../history/event-log.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { Run } from '../play/run.ts';

/** Whether an event of the record may have changed what an expression gives, by the indexes: true where they cannot tell. */
export type Matters = (event: number) => boolean;

/** What a member may give itself. */
const ofItself: readonly BusMessageType[] = [
  'MsgHup',
  'MsgBeat',
  'MsgCheckQuorum',
  'MsgUnreachable',
  'MsgSnapStatus',
  'MsgTransferLeader',
  'MsgForgetLeader',
];

/** As `mayMatter` of the language says of events as they happen, and never less. */
export function mattersIn(run: Run, { needs, factsOnly }: Compiled): Matters {
  const { events } = run.history;
  if (needs.every) return () => true;
  const tests = needs.happens.map((happens) => testOf(run, happens));
  // A member that has become another: what asks for facts alone says itself which bits of whom it looks at.
  const became = factsOnly ? 0 : touches.role | touches.term;
  const { touches: asked } = needs;
  return (event) => {
    const type = events.typeOf(event);
    if (type === 'command') return true;
    const touched = events.touchedOf(event);
    if ((touched & became) !== 0) return true;
    for (const { node, bits } of asked) {
      if (node !== 0 && events.nodeOf(event) !== node) continue;
      if (bits === ANY_TOUCH ? type !== 'death' && type !== 'client' : (bits & touched) !== 0) return true;
    }
    for (const test of tests) if (test(event)) return true;
    return false;
  };
}

function testOf(run: Run, happens: Happens): Matters {
  const { events } = run.history;
  switch (happens.type) {
    case 'message':
      return messageTest(run, happens.messages);
    case 'sent':
      return () => true;
    // Messages also end by commands, which always matter.
    case 'ended':
      return (event) => events.messageOf(event) !== 0;
    case 'decision':
      return (event) => (events.touchedOf(event) & touches.decided) !== 0;
    case 'call':
      return (event) => events.is(event, 'answer') || events.typeOf(event) === 'client';
    case 'client':
      return (event) => events.typeOf(event) === 'client';
    case 'violation': {
      const broken = new Set(run.live.world.watcher.violations.map(({ event }) => event));
      return (event) => broken.has(event);
    }
    case 'election':
      return (event) => events.is(event, 'election');
    case 'events':
      return (event) => happens.events.has(events.typeOf(event));
    default:
      return unreachable(happens);
  }
}

function messageTest(run: Run, messages: ReadonlySet<BusMessageType> | undefined): Matters {
  const { events } = run.history;
  const { arrows } = run.timeline;
  const has = (type: BusMessageType | undefined): boolean =>
    type !== undefined && (messages?.has(type) ?? true);
  const [write, apply] = [has('MsgStorageAppendResp'), has('MsgStorageApplyResp')];
  const local = ofItself.some(has);
  return (event) => {
    switch (events.typeOf(event)) {
      case 'message':
      case 'peer': {
        const message = events.messageOf(event);
        // One that had waited in an inbox ended its way before, and its number is not kept.
        return message === 0 || has(arrows.typeOf(message));
      }
      case 'writeDone':
        return write;
      case 'applyDone':
        return apply;
      case 'death':
      case 'client':
        return false;
      default:
        return local && isDecided(events, event);
    }
  };
}

function isDecided(events: EventLog, event: number): boolean {
  return (events.touchedOf(event) & touches.decided) !== 0;
}
