import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { differ, type Difference } from './compare.ts';
import type { Bindings } from './placeholders.ts';

const VARINT = /<(\w+):varint>/g;
const TABLE_RULE = /^\+[-+]+\+$/;
/** What `endpoint health` says of several endpoints comes as they answer: as lines, rows or JSON. */
const HEALTH_LINE = / is (un)?healthy: |^\|\s*ENDPOINT\s*\|\s*HEALTH|"health":/m;
/** A number of JSON that was replaced stands in quotes in the record; these are texts in etcdctl's own JSON, too. */
const QUOTED_NUMBER = /"(<(?!DURATION|TIME|LATENCY|TOKEN|ERROR|DIR)[A-Z_]+\d*(?::dec)?>)"/g;
/** As often as a lease was kept alive: one line in the record. */
const KEPT_AGAIN = /^(lease [0-9a-f]+ keepalived with TTL\(\d+\)\n)\1+/gm;
/** Lines of the client library's log. */
const LOG_LINE = /^\{"level":.*\n?/gm;

/**
 * What a program wrote beside what was recorded. `isSorted`: its lines have no order. Placeholders may stand for anything of their
 * kind; in a table with them only the cells are compared, since they are filled up to the recorded width; the blanks
 * before a member's id were left out of the record.
 */
export function compareOutput(
  expected: string,
  got: string,
  bindings: Bindings,
  place: string,
  isSorted = false,
): Difference | undefined {
  const withIds = expected.replace(VARINT, (_all, name: string) => varintOf(bindings.valueOf(name)));
  const recorded = /^[[{]/m.test(expected) ? withIds.replace(QUOTED_NUMBER, '$1') : withIds;
  const [from, to] = [plain(recorded), plain(got.replace(LOG_LINE, '').replace(KEPT_AGAIN, '$1'))];
  const isUnordered = isSorted || HEALTH_LINE.test(from);
  if (isUnordered) return compareUnordered(from, to, bindings, place);
  return bindings.matches(from, to) ? undefined : differ(place, bindings.fill(expected), got);
}

/** Each recorded line has its own, in any order. Those without anything new to bind come first: they fit only one. */
function compareUnordered(
  expected: string,
  got: string,
  bindings: Bindings,
  place: string,
): Difference | undefined {
  const left = got.split('\n');
  const lines = expected.split('\n').toSorted((a, b) => openPlaces(bindings, a) - openPlaces(bindings, b));
  for (const line of lines) {
    const at = left.findIndex((each) => bindings.matches(line, each));
    if (at < 0) return differ(place, bindings.fill(expected), got);
    left.splice(at, 1);
  }
  return left.length === 0 ? undefined : differ(place, bindings.fill(expected), got);
}

function openPlaces(bindings: Bindings, line: string): number {
  return bindings.fill(line).split('<').length;
}

/** Bytes as they were recorded where they are no text: each as `\xNN`. */
export function escapeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** An id within protobuf; one that is not known yet may be anything. */
function varintOf(value: string | undefined): string {
  if (value === undefined) return '<VARINT>';
  return escapeBytes(new BinaryWriter().uint64(BigInt.asUintN(64, BigInt(value)).toString()).finish());
}

function plain(text: string): string {
  const isDrawn = text.split('\n').some((line) => TABLE_RULE.test(line));
  const lines = isDrawn ? text.split('\n').map(plainRow) : [text];
  return lines
    .join('\n')
    .replace(/^Member +/gm, 'Member ')
    .replace(/ cluster +/g, ' cluster ')
    .replace(/^(ETCD_INITIAL_CLUSTER=")(.*)"$/gm, (_all, start: string, members: string) => {
      // In order of ids, of which the new one depends on the time.
      return `${start}${members.split(',').sort().join()}"`;
    })
    .replace(/<T(\d+)>/g, '<TERM_$1>')
    .replaceAll('<I>', '<RAFT_INDEX>')
    .replace(/^\[\{"endpoint":.*\]$/gm, (list) => list.slice(1, -1).replaceAll('},{', '}\n{'));
}

/** A table's row without its padding; a rule without its length. */
function plainRow(line: string): string {
  if (TABLE_RULE.test(line)) return '+---+';
  if (!line.startsWith('|')) return line;
  return line
    .split('|')
    .map((cell) => cell.trim())
    .join('|');
}
