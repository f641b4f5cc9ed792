import type { NodeId } from '../../base/flavor.ts';
import type { Frame, MessageFrame } from '../../lab/frame/frame.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { TextMeasure } from './box.ts';
import { fateOf, type Fate } from '../message/message-fate.ts';
import { FORGED_MARK, messageLook, shortType } from '../message/message-look.ts';
import { rimRadius, type Place, type StageLayout } from './stage-layout.ts';
import { placeTokens, type Crowding } from './stage-token-place.ts';
import { termLook } from './term-colour.ts';
import type { Draft, Lane, StageToken } from './token.ts';

export interface TokenOptions {
  /** Only messages from or to this member. */
  readonly node: NodeId | undefined;
  readonly hide: readonly BusMessageType[];
  /** Reduced motion: every message stands in the middle of its link. */
  readonly still: boolean;
  readonly measure: TextMeasure;
}

/** From so many tokens on, or so many members, heartbeats are dots. */
const CROWD_TOKENS = 24;
const CROWD_NODES = 7;
/** From so many tokens on names are initials. */
const THRONG_TOKENS = 40;

/** More than any member's id. */
const LANE_KEY = 65_536;

/**
 * The messages under way, each at its place along its link, side by side where one would cover another, a node or words.
 * Nothing is left out: what has no room of its own is in a stack of its link. `before`: the tokens of the last picture.
 */
export function stageTokens(
  frame: Frame,
  layout: StageLayout,
  options: TokenOptions,
  crowding: Crowding = { obstacles: [], before: [] },
): readonly StageToken[] {
  const places = new Map(layout.places.map((place) => [place.id, place]));
  const shown = frame.messages.filter(
    (message) =>
      !options.hide.includes(message.type) &&
      (options.node === undefined || message.from === options.node || message.to === options.node),
  );
  const throng = shown.length > THRONG_TOKENS;
  const crowd = throng || layout.places.length >= CROWD_NODES || shown.length > CROWD_TOKENS;
  const lanes = new Map<number, Lane>();
  const held = new Map<number, number>();
  const drafts: Draft[] = [];
  for (const message of shown) {
    const key = message.from * LANE_KEY + message.to;
    let lane = lanes.get(key);
    if (!lane) {
      const from = places.get(message.from);
      const to = places.get(message.to);
      if (!from || !to || from === to) continue;
      lane = laneBetween(key, from, to);
      lanes.set(key, lane);
    }
    const stands = options.still || frame.byHand || message.fate === 'held';
    const before = held.get(key) ?? 0;
    if (stands) held.set(key, before + 1);
    const share = stands ? Math.min(0.85, 0.5 + before * 0.09) : flown(message, frame.at);
    drafts.push(draftOf(message, lane, share, fateOf(message, frame.nodes), { throng, crowd }));
  }
  return placeTokens(joined(drafts, layout), layout, options.measure, crowding);
}

function laneBetween(key: number, from: Place, to: Place): Lane {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.max(1, Math.hypot(dx, dy));
  return { key, from, to, dx: dx / length, dy: dy / length, length, angle: Math.atan2(dy, dx) };
}

function flown(message: MessageFrame, at: number): number {
  const span = Math.max(1, message.dueAt - message.sentAt);
  return Math.min(1, Math.max(0, (at - message.sentAt) / span));
}

function draftOf(
  message: MessageFrame,
  lane: Lane,
  share: number,
  fate: Fate,
  { throng, crowd }: { readonly throng: boolean; readonly crowd: boolean },
): Draft {
  const look = messageLook[message.type];
  const mark = message.forged === true ? FORGED_MARK : '';
  const heartbeat = look.family === 'heartbeat';
  return {
    lane,
    share,
    ids: [message.id],
    name: mark + shortType(message.type),
    initial: mark + look.initial,
    form: heartbeat && crowd ? 'dot' : throng ? 'short' : 'pill',
    token: {
      id: message.id,
      type: message.type,
      family: look.family,
      sign: look.signed ? (message.reject ? '−' : '+') : '',
      fate,
      from: message.from,
      to: message.to,
      angle: lane.angle,
      look: termLook(message.term),
      blocks: message.type === 'MsgApp' ? Math.min(message.entries, 4) : 0,
      copy: message.copyOf !== undefined,
    },
  };
}

/** Those of one kind that are so close on one way that one would cover the other are one. */
function joined(drafts: readonly Draft[], layout: StageLayout): readonly Draft[] {
  const reach = rimRadius(layout.radius, layout.unit);
  const byKind = new Map<string, Draft[]>();
  const apart: Draft[] = [];
  for (const draft of drafts) {
    const { type, sign, fate, look, copy } = draft.token;
    const kind = `${draft.lane.key} ${type} ${sign} ${fate} ${look.colour} ${look.pattern} ${copy ? 1 : 0} ${draft.name}`;
    const others = byKind.get(kind) ?? [];
    byKind.set(kind, others);
    const close = (draft.form === 'dot' ? 0.7 : 2.4) * layout.unit;
    const way = Math.max(1, draft.lane.length - 2 * reach);
    const other = others.find((each) => Math.abs(each.share - draft.share) * way < close);
    if (other) other.ids.push(draft.token.id);
    else {
      others.push(draft);
      apart.push(draft);
    }
  }
  return apart;
}
