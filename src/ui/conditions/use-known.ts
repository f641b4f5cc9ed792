import { useMemo } from 'react';
import type { Known } from '../../expression/complete.ts';
import type { StoreFrame } from '../../lab/frame/frame.ts';
import { useFramePart } from '../use-frame.ts';

const NO_KEYS: StoreFrame['kvs'] = [];
/** What can stand between quotes as it is. */
const PLAIN = /^[^"'\\\p{Cc}\ufffd]+$/u;
const utf8 = new TextDecoder();

/** What of the run can be named: clients that are there now, and the keys of the store that comes with the frame (view-state.ts). */
export function useKnown(): Known {
  const clients = useFramePart((frame) => frame.clients.map(({ name }) => name).join('\n')) ?? '';
  const kvs = useFramePart((frame) => frame.store?.kvs) ?? NO_KEYS;
  return useMemo(
    () => ({
      clients: clients === '' ? [] : clients.split('\n'),
      keys: kvs.flatMap(({ key }) => keyAsText(key) ?? []),
    }),
    [clients, kvs],
  );
}

/** Keys that are no text, or have a quote or a backslash in them, are not offered: they could not be typed as they are. */
function keyAsText(key: Uint8Array): string | undefined {
  const text = utf8.decode(key);
  return PLAIN.test(text) ? text : undefined;
}
