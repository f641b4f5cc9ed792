import type { DiskSettings } from '../../sim/command/command.ts';
import { shapeNames, type ShapeName } from '../../sim/command/shapes.ts';
import type { FaultAction } from './script.ts';
import type { WordReader } from './word-reader.ts';

/** `i,j [torn]`: their machines lose power; torn: some of what was not synced is there all the same. */
export function parsePower(words: WordReader): FaultAction {
  return { type: 'power', nodes: words.nodes(), torn: words.maybe('torn') };
}

const DISK_WORDS = 'full, room=BYTES, lies, fails, unreadable=wal, unreadable=snap, sound';

/** `i full | room=BYTES | lies | fails | unreadable=wal|snap | sound`, several of them; sound: nothing is wrong with it any more. */
export function parseDisk(words: WordReader): FaultAction {
  const node = words.node();
  const settings: DiskSettings = parseDiskWord(words);
  while (!words.isAtEnd) Object.assign(settings, parseDiskWord(words));
  return { type: 'disk', node, settings };
}

function parseDiskWord(words: WordReader): DiskSettings {
  const room = words.maybePrefixed('room=');
  if (room !== undefined) return { roomBytes: words.number('room=BYTES', 0, room) };
  switch (words.word(DISK_WORDS)) {
    case 'full':
      return { full: true };
    case 'lies':
      return { lies: true };
    case 'fails':
      return { writesFail: true };
    case 'unreadable=wal':
      return { unreadable: 'wal' };
    case 'unreadable=snap':
      return { unreadable: 'snap' };
    case 'sound':
      return { full: false, lies: false, writesFail: false, unreadable: 'nothing' };
    default:
      throw words.refuse(DISK_WORDS);
  }
}

/** `i [wal|snap] [record=k] [byte=b] [bit=c]`: k from 1, or from the end with a minus; what is left out is drawn. */
export function parseFlip(words: WordReader): FaultAction {
  const node = words.node();
  const file = words.maybe('snap') ? 'snap' : 'wal';
  if (file === 'wal') words.maybe('wal');
  const record = words.maybePrefixed('record=');
  const byte = words.maybePrefixed('byte=');
  const bit = words.maybePrefixed('bit=');
  const place = {
    ...(record === undefined ? {} : { record: signed(words, 'record=k', record) }),
    ...(byte === undefined ? {} : { byte: words.number('byte=b', 0, byte) }),
    ...(bit === undefined ? {} : { bit: words.number('bit=0 to 7', 0, bit) }),
  };
  return { type: 'flip', node, file, place };
}

/** `i jump=SECONDS`, back with a minus: the clock on its wall. How fast clocks go is said by `tick k only=…`. */
export function parseClock(words: WordReader): FaultAction {
  const node = words.node();
  const jump = words.maybePrefixed('jump=');
  if (jump === undefined) {
    words.word('jump=SECONDS');
    throw words.refuse('jump=SECONDS');
  }
  return { type: 'clock', node, seconds: signed(words, 'jump=SECONDS', jump) };
}

/** `NAME [i]`: the network becomes exactly this, about node i where it is about one. */
export function parseShape(words: WordReader): FaultAction {
  const name = words.word(`a shape (${shapeNames.join(', ')})`);
  const shape = shapeNames.find((each): each is ShapeName => each === name);
  if (shape === undefined) throw words.refuse(`a shape (${shapeNames.join(', ')})`);
  return { type: 'shape', shape, node: words.isAtEnd ? undefined : words.node() };
}

function signed(words: WordReader, expected: string, text: string): number {
  return text.startsWith('-') ? -words.number(expected, 1, text.slice(1)) : words.number(expected, 0, text);
}
