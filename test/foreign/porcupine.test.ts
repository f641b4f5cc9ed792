import { describe, expect, test } from 'vitest';
import { readPorcupinePages } from '../../src/foreign/porcupine-page.ts';
import { lines, recordedText, refusal } from './files.ts';

describe('a page of porcupine', () => {
  const page = recordedText('porcupine-1.3.1.html.txt', 'page.html');

  test('as porcupine 1.3.1 writes it: nanoseconds in all their digits, and what it found of each part', () => {
    const history = readPorcupinePages([page]);
    expect(lines(history)).toEqual([
      "client 0 put 0..99 ok: put('x', '1')",
      "client 1 get 49..149 ok: get('x') -> '1'",
      'Server 1 annotation 124..224: partitioned (from 2 & 3)',
      'client 2 annotation 174: retry',
      "client 2 get 199..249 ok: get('x') -> ''",
      "client 0 put 299..399 ok: put('y', '</script>')",
      "client 1 get 299..349 ok: get('y') -> ''",
    ]);
    expect(history.notes).toEqual([
      { code: 'porcupineIllegal', values: { part: 1, most: 2, count: 3 } },
      { code: 'porcupineOk', values: { count: 1, of: 2 } },
      { code: 'reducedTimes', values: { file: 'page.html', count: 2 } },
    ]);
    const [from, to] = [history.items.from[1], history.items.to[1]];
    expect(page.text.slice(from, to)).toMatch(/^\{"ClientId":1,.*"Metadata":""\}$/);
  });

  test('an older one: parts alone, and numbers that are instants themselves', () => {
    const part = {
      History: [{ ClientId: 2, Start: 5, End: 9, Description: 'inc' }],
      PartialLinearizations: [[{ Index: 0 }]],
      Largest: {},
    };
    const text = `<!doctype html><script>\n const data = ${JSON.stringify([part])}\n</script>`;
    const history = readPorcupinePages([{ path: 'p', text }]);
    expect(lines(history)).toEqual(['client 2 inc 5..9 ok: inc']);
    expect(history.axis.type).toBe('order');
  });

  test.each([
    ['<html>const data = {"Partitions": 3}', 'p:1 badField'],
    ['<html>const data = {"Partitions": [', 'p:1:1 notWhole'],
    ['<html>const data = {"Partitions": []}', 'p:0 empty'],
  ])('%s is refused', (text, told) => {
    expect(refusal(() => readPorcupinePages([{ path: 'p', text }]))).toBe(told);
  });
});
