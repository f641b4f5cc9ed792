import type { NodeId } from '../base/flavor.ts';
import type { Frame, MessageFrame } from '../lab/frame.ts';
import type { BusMessageType } from '../sim/bus-message.ts';
import { messageLook, shortType, type MessageFamily } from './message-look.ts';
import { rimRadius, type Place, type StageLayout } from './stage-layout.ts';
import { termColour } from './term-colour.ts';

/** A message, or several of one kind close together, on its way. */
export interface StageToken {
  /** The message; of several, the one that arrives first. */
  readonly id: number;
  readonly ids: readonly number[];
  readonly type: BusMessageType;
  /** `AppResp`: the type without its prefix. */
  readonly name: string;
  /** Gives the token its shape. */
  readonly family: MessageFamily;
  /** + accepted, − rejected, nothing for a message that answers nothing. */
  readonly sign: '+' | '−' | '';
  readonly fate: MessageFrame['fate'];
  readonly from: NodeId;
  readonly to: NodeId;
  readonly x: number;
  readonly y: number;
  /** Direction of travel in radians. */
  readonly angle: number;
  readonly colour: number;
  /** Log entries it carries. */
  readonly entries: number;
  /** A pill with its name; with its initial where names would cover each other; a dot where heartbeats would drown the rest. */
  readonly form: 'pill' | 'short' | 'dot';
  readonly copy: boolean;
}

export interface TokenOptions {
  /** Only messages from or to this member. */
  readonly node: NodeId | undefined;
  readonly hide: readonly BusMessageType[];
  /** Reduced motion: every message stands in the middle of its link. */
  readonly still: boolean;
}

/** From so many tokens on, or so many members, heartbeats are dots. */
const CROWD_TOKENS = 24;
const CROWD_NODES = 7;
/** From so many tokens on names are initials. */
const THRONG_TOKENS = 40;

export function stageTokens(frame: Frame, layout: StageLayout, options: TokenOptions): readonly StageToken[] {
  const places = new Map(layout.places.map((place) => [place.id, place]));
  const shown = frame.messages.filter(
    (message) =>
      !options.hide.includes(message.type) &&
      (options.node === undefined || message.from === options.node || message.to === options.node),
  );
  const crowd = crowding(layout, shown.length);
  const lanes = new Map<number, Lane>();
  for (const message of shown) {
    const key = message.from * LANE_KEY + message.to;
    let lane = lanes.get(key);
    if (!lane) {
      const from = places.get(message.from);
      const to = places.get(message.to);
      if (!from || !to || from === to) continue;
      lane = laneBetween(from, to);
      lanes.set(key, lane);
    }
    const token = place(message, lane, frame.at, layout, options.still, crowd);
    const other = lane.tokens.find((each) => joins(each, token, layout.size.rem));
    if (other) {
      other.ids.push(message.id);
      other.entries += message.entries;
    } else lane.tokens.push(token);
  }
  return [...lanes.values()].flatMap((lane) => lane.tokens);
}

/** More than any member's id. */
const LANE_KEY = 65_536;

/** A token that others may still join. */
interface OpenToken extends StageToken {
  readonly ids: number[];
  entries: number;
}

/** The way from one member to another, with what is on it. */
interface Lane {
  readonly from: Place;
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
  readonly angle: number;
  readonly tokens: OpenToken[];
}

function laneBetween(from: Place, to: Place): Lane {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  return { from, dx, dy, length: Math.max(1, Math.hypot(dx, dy)), angle: Math.atan2(dy, dx), tokens: [] };
}

type Crowd = 'calm' | 'crowd' | 'throng';

function crowding(layout: StageLayout, count: number): Crowd {
  if (count > THRONG_TOKENS || (layout.narrow && count > THRONG_TOKENS / 3)) return 'throng';
  return layout.narrow || layout.places.length >= CROWD_NODES || count > CROWD_TOKENS ? 'crowd' : 'calm';
}

/** Where it is: from rim to rim along a track to the right of the line, so that ways there and back do not meet. */
function place(
  message: MessageFrame,
  lane: Lane,
  at: number,
  layout: StageLayout,
  still: boolean,
  crowd: Crowd,
): OpenToken {
  const { from, dx, dy, length } = lane;
  const { rem } = layout.size;
  const look = messageLook[message.type];
  const heartbeat = look.family === 'heartbeat';
  const beside = rem * 0.55;
  const name = crowd === 'throng' ? look.initial : shortType(message.type);
  const sign = look.signed ? (message.reject ? '−' : '+') : '';
  const form = heartbeat && crowd !== 'calm' ? 'dot' : crowd === 'throng' ? 'short' : 'pill';
  const half = halfExtent({ name, sign, form, entries: message.entries, type: message.type }, rem);
  // It leaves and arrives at the rim, and covers nobody's name, as far as the link is long enough for that.
  const reach = (Math.abs(dx) * half.x + Math.abs(dy) * half.y) / length;
  const trim = Math.min(rimRadius(layout.radius, rem) + reach, length * TRIM_MAX) / length;
  const t = trim + (1 - 2 * trim) * share(message, at, still, lane.tokens.length);
  return {
    id: message.id,
    ids: [message.id],
    type: message.type,
    name,
    family: look.family,
    sign,
    fate: message.fate,
    from: message.from,
    to: message.to,
    x: from.x + dx * t - (dy / length) * beside,
    y: from.y + dy * t + (dx / length) * beside,
    angle: lane.angle,
    colour: termColour(message.term),
    entries: message.entries,
    form,
    copy: message.copyOf !== undefined,
  };
}

/** Of a link's length, kept free at each end at most: what is left shows how far a message is. */
const TRIM_MAX = 0.38;

/** About half of what a token covers, in pixels. Painting measures its words exactly. */
function halfExtent(
  token: Pick<StageToken, 'name' | 'sign' | 'form' | 'entries' | 'type'>,
  rem: number,
): { readonly x: number; readonly y: number } {
  if (token.form === 'dot') return { x: rem * 0.375, y: rem * 0.375 };
  const blocks = token.type === 'MsgApp' && token.form === 'pill' ? Math.min(token.entries, 4) : 0;
  const width = token.name.length * 0.41 + 0.9 + (token.sign === '' ? 0 : 0.95) + blocks * 0.42;
  return { x: (width * rem) / 2, y: rem * 0.625 };
}

/** How far along, 0 to 1. Held ones wait in the middle, one beside the other. */
function share(message: MessageFrame, at: number, still: boolean, before: number): number {
  if (still || message.fate === 'held') return Math.min(0.85, 0.5 + before * 0.09);
  const span = Math.max(1, message.dueAt - message.sentAt);
  return Math.min(1, Math.max(0, (at - message.sentAt) / span));
}

/** Of one kind and so close that one would cover the other. */
function joins(a: StageToken, b: StageToken, rem: number): boolean {
  return (
    a.type === b.type &&
    a.sign === b.sign &&
    a.fate === b.fate &&
    a.colour === b.colour &&
    Math.hypot(a.x - b.x, a.y - b.y) < rem * (a.form === 'pill' ? 2.2 : 0.6)
  );
}
