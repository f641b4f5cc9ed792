import { describe, expect, test } from 'vitest';
import { judgeForeign, type ForeignVerdict } from '../../src/foreign/judge.ts';
import type { ForeignHistory } from '../../src/foreign/history.ts';
import { readForeign } from '../../src/foreign/read.ts';
import { example, recordedText, report } from './files.ts';

/** What is wrong, by its words. */
function told(history: ForeignHistory, verdict: ForeignVerdict): unknown {
  if (verdict.type !== 'contradiction') return verdict;
  const label = (item: number) => history.items.label[item];
  return { first: label(verdict.first), contradiction: verdict.contradiction.map(label) };
}

describe('the judge of foreign histories', () => {
  test('a stale read behind a partition: with what it contradicts, and nothing else', () => {
    const history = readForeign([example('stale-read.edn')], []);
    expect(told(history, judgeForeign(history))).toEqual({
      first: 'read → 2',
      contradiction: ['read → 2', 'read → 3', 'read → 2'],
    });
  });

  test('the same history without that read is linearizable', () => {
    const { path, text } = example('stale-read.edn');
    const kept = text.split('\n').filter((line) => !/:process 0, :time (57791485|60291485)/.test(line));
    const history = readForeign([{ path, text: kept.join('\n') }], []);
    expect(judgeForeign(history)).toEqual({ type: 'linearizable', parts: 1, judged: 11 });
  });

  test('what a real etcd answered while its leader was killed is linearizable', () => {
    expect(judgeForeign(readForeign(report(), []))).toEqual({ type: 'linearizable', parts: 1, judged: 105 });
  });

  test('one answer of it changed, and it is not: the answer is found', () => {
    const files = report().map(({ path, text }) => ({
      path,
      text: path.includes('client-1') ? text.replace('"Revision":9,', '"Revision":7,') : text,
    }));
    const history = readForeign(files, []);
    const verdict = judgeForeign(history);
    expect(verdict.type).toBe('contradiction');
    if (verdict.type !== 'contradiction') return;
    expect(verdict.contradiction).toContain(verdict.first);
    expect(verdict.isSmallest).toBe(true);
  });

  test.each([
    ['noOperations', [example('replication.shiviz.txt')]],
    ['noModel', [recordedText('porcupine-1.3.1.html.txt', 'p.html')]],
    ['noModel', [{ path: 't', text: '{:type :invoke, :f :txn, :value [[:r 1 nil]], :process 0}' }]],
  ])('%s is said where nothing can be judged', (reason, files) => {
    expect(judgeForeign(readForeign(files, []))).toMatchObject({ type: 'unjudged', reason });
  });

  test('a store that was not empty when the history began is not judged', () => {
    const [first] = report();
    const text = (first?.text ?? '').replaceAll(
      /"Revision":(\d+),"Persisted"/g,
      (_, revision: string) => `"Revision":${Number(revision) + 500},"Persisted"`,
    );
    expect(judgeForeign(readForeign([{ path: 'client-1/operations.json', text }], []))).toMatchObject({
      type: 'unjudged',
      reason: 'notFresh',
    });
  });

  test('where there is too much to try, nothing is said', () => {
    const verdict = judgeForeign(readForeign(report(), []), { stepsMax: 3 });
    expect(verdict).toEqual({ type: 'unjudged', reason: 'tooMuch', names: [] });
  });
});
