import { fc, it as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { parseGrammar } from '../../src/foreign/grammar/parse-grammar.ts';
import { grammarPresets } from '../../src/foreign/grammar/presets.ts';
import { judgeForeign } from '../../src/foreign/judge.ts';
import { readForeign } from '../../src/foreign/read.ts';
import { recognise } from '../../src/foreign/recognise.ts';
import { example, recordedBytes, recordedText, refusal, report } from './files.ts';

const grammars = grammarPresets.map(({ text }) => parseGrammar(text));
const [operations] = report();
const samples = [
  example('stale-read.edn'),
  example('replication.shiviz.txt'),
  { path: 'm1.log', text: example('m1.log').text.slice(0, 6000) },
  { path: 'operations.json', text: (operations?.text ?? '').slice(0, 3000) },
  { path: 'watch.json', text: example('client-5-watch.txt').text.slice(0, 1500) },
  recordedText('porcupine-1.3.1.html.txt', 'page.html'),
  recordedText('etcd-3.4.23-plain.txt', 'etcd.log'),
  example('lab.log'),
];

describe('files of other programs', () => {
  test('are recognised by what stands in them, whatever they are called', () => {
    const kinds = samples.map(({ text }) => recognise({ path: 'a.txt', text }));
    expect(kinds).toEqual([
      'jepsen',
      'shiviz',
      'etcdLog',
      'robustness',
      'robustness',
      'porcupine',
      'lines',
      'lines',
    ]);
    expect(recognise({ path: 'x', text: '  \n' })).toBe('nothing');
    expect(recognise({ path: 'x/wal/0.wal', bytes: recordedBytes('etcd-3.4.23.wal') })).toBe('data');
  });

  test('of two forms are not put on one axis', () => {
    const told = refusal(() => readForeign([example('stale-read.edn'), example('m1.log')], grammars));
    expect(told).toBe('m1.log:0 mixedFormats');
  });

  test('what stands beside a history is said not to be read', () => {
    const { notes } = readForeign(
      [example('stale-read.edn'), { path: 'notes.txt', text: 'remember the milk' }],
      grammars,
    );
    expect(notes).toEqual([{ code: 'notRead', values: { file: 'notes.txt' } }]);
  });

  test.each([
    [[], ':0 empty'],
    [[{ path: 'x', text: '' }], 'x:0 empty'],
    [[{ path: 'x.png', bytes: Uint8Array.of(137, 80, 78, 71, 0) }], 'x.png:0 unreadable'],
    [[{ path: 'wal/0.wal', bytes: Uint8Array.of(0, 1) }], 'wal/0.wal:0 unreadable'],
  ])('%j is refused', (files, told) => {
    expect(refusal(() => readForeign(files, grammars))).toBe(told);
  });

  const piece = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom('{', '}', '[', '"', '\n', '\\', '\t', '}\n{', ' {"', ':ok', '9'.repeat(30), 'null'),
  );
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(40),
    put: piece,
  });

  prop.prop([fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 4 })], {
    numRuns: 400,
  })(
    'damaged ones are read, or refused with their place; nothing else is thrown, and every item knows where it stands',
    ({ path, text }, changes) => {
      const damaged = changes.reduce((own, { at, remove, put }) => {
        const place = Math.floor(at * own.length);
        return own.slice(0, place) + put + own.slice(place + remove);
      }, text);
      const told = refusal(() => {
        const history = readForeign([{ path, text: damaged }], grammars);
        judgeForeign(history, { stepsMax: 2000 });
        const { items, sources } = history;
        const lines = damaged.split('\n').length;
        for (let i = 0; i < items.count; i++) {
          expect(items.at[i]).toBeGreaterThanOrEqual(0);
          expect(items.at[i]).toBeGreaterThanOrEqual(items.at[i - 1] ?? 0);
          expect(items.line[i]).toBeGreaterThan(0);
          expect(items.line[i]).toBeLessThanOrEqual(lines);
          expect(items.to[i]).toBeLessThanOrEqual(sources[0]?.text.length ?? 0);
        }
      });
      expect(told).toMatch(/^taken$|^[\w.-]+:\d+(:\d+)? \w+$/);
    },
  );
});
