import type { Violation } from '../sim/record/watcher.ts';
import type { Embed } from '../ui/embed/embed-view.ts';
import { useView } from '../ui/view-state.ts';

/** Every message in either direction carries it: the version of this protocol. */
export const EMBED_VERSION = 1;

type Id = string | number;

/** What the embedding page asks: a call of `window.quorumscope`, with arguments as it has them. */
export interface EmbedRequest {
  readonly quorumscope: typeof EMBED_VERSION;
  /** Its answer has the same. */
  readonly id: Id;
  readonly call: string;
  readonly args?: readonly unknown[];
}

export type EmbedAnswer = { readonly quorumscope: typeof EMBED_VERSION; readonly id: Id } & (
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: string }
);

/** What it is told without asking. */
export type EmbedEvent = { readonly quorumscope: typeof EMBED_VERSION } & (
  | { readonly event: 'ready'; readonly version: string; readonly calls: readonly string[] }
  | { readonly event: 'violation'; readonly violation: Violation }
  /** A screen of a lesson is shown: the id of a step, `tryIt` or `end`. Without `id`: the lesson is closed. */
  | { readonly event: 'lesson'; readonly id: string | undefined; readonly step: string | undefined }
);

/** The window around this one, as far as it is spoken to. */
export interface Host {
  readonly listen: (hear: (data: unknown, origin: string, isHost: boolean) => void) => void;
  /** Throws where the message cannot be copied into another page. */
  readonly tell: (message: EmbedAnswer | EmbedEvent, targetOrigin: string) => void;
}

/** `window.quorumscope` as the protocol knows it: its calls by name, and what is no call. */
export interface Calls {
  readonly version: string;
  readonly ready: Promise<void>;
  readonly calls: Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;
}

/**
 * Speaks with the page around this one: its requests are done as scripts' calls, each answered by its id, and it is told when the
 * first frame is drawn and when a safety property is found broken. Only the window around is heard, of the origin that the address
 * names, if it names one; what is no request is not for us, and stays without an answer.
 */
export function speakWithHost({ origin }: Embed, { version, ready, calls }: Calls, host: Host): void {
  const tell = (message: EmbedAnswer | EmbedEvent, to: string): void => host.tell(message, to);
  host.listen((data, from, isHost) => {
    if (!isHost || (origin !== undefined && from !== origin) || !isRequest(data)) return;
    const { id, call, args = [] } = data;
    // A page from a file, or in a sandbox, has no origin that could be named.
    const back = from === 'null' ? '*' : from;
    const head = { quorumscope: EMBED_VERSION, id } as const;
    const fail = (error: unknown): void =>
      tell({ ...head, ok: false, error: error instanceof Error ? error.message : String(error) }, back);
    const work = Object.hasOwn(calls, call) ? calls[call] : undefined;
    if (work === undefined) {
      fail(
        `there is no call ${JSON.stringify(call).slice(0, 60)}; there are ${Object.keys(calls).join(', ')}`,
      );
      return;
    }
    Promise.resolve()
      .then(() => work(...args))
      .then((result) => tell({ ...head, ok: true, result }, back))
      .catch(fail);
  });
  const to = origin ?? '*';
  ready
    .then(() => {
      tell({ quorumscope: EMBED_VERSION, event: 'ready', version, calls: Object.keys(calls) }, to);
      tellViolations((violation) => tell({ quorumscope: EMBED_VERSION, event: 'violation', violation }, to));
      tellLessons((id, step) => tell({ quorumscope: EMBED_VERSION, event: 'lesson', id, step }, to));
    })
    .catch(() => undefined); // the lab has ended: the page says so
}

function isRequest(data: unknown): data is EmbedRequest {
  if (typeof data !== 'object' || data === null) return false;
  const { quorumscope, id, call, args } = data as Partial<Record<keyof EmbedRequest, unknown>>;
  return (
    quorumscope === EMBED_VERSION &&
    (typeof id === 'string' || typeof id === 'number') &&
    typeof call === 'string' &&
    (args === undefined || Array.isArray(args))
  );
}

/** Each violation is told once a run, when a frame shows it first. */
function tellViolations(tell: (violation: Violation) => void): void {
  let run: number | undefined;
  const told = new Set<string>();
  const look = ({ frame }: ReturnType<typeof useView.getState>): void => {
    if (frame === undefined) return;
    if (frame.run !== run) told.clear();
    run = frame.run;
    for (const violation of frame.checks.violations) {
      const key = `${violation.property} ${violation.event} ${violation.detail}`;
      if (told.has(key)) continue;
      told.add(key);
      tell(violation);
    }
  };
  look(useView.getState());
  useView.subscribe(look);
}

/** Each screen is told when it is shown, the one that is open at first as well. */
function tellLessons(tell: (id: string | undefined, step: string | undefined) => void): void {
  let told = '';
  const look = ({ lesson }: ReturnType<typeof useView.getState>): void => {
    const now = lesson === undefined ? '' : `${lesson.id} ${lesson.screen}`;
    if (now === told) return;
    told = now;
    tell(lesson?.id, lesson?.screen);
  };
  look(useView.getState());
  useView.subscribe(look);
}

/** The window around this one. */
export function hostWindow(): Host {
  return {
    listen: (hear) =>
      addEventListener('message', ({ data, origin, source }: MessageEvent<unknown>) =>
        hear(data, origin, source === parent && parent !== self),
      ),
    tell: (message, targetOrigin) => parent.postMessage(message, targetOrigin),
  };
}
