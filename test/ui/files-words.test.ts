import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesVerdict } from '../../src/ui/messages/zh-CN/files-verdict.ts';

const folder = new URL('../../src/datadir/verdict/', import.meta.url);
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map(textOf)
  .join('\n');

/** The codes that calls of a function are given, as they stand in the sources. */
function codesOf(pattern: RegExp, text = sources): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, code = '']) => code))].sort();
}

function without(list: object, codes: readonly string[]): string[] {
  return codes.filter((code) => !(code in list));
}

test('every code of a finding, a note, an advice and a start has its sentence in Chinese', () => {
  const findings = codesOf(/finding\(\s*'\w+',\s*'([^']+)'/g);
  const advice = codesOf(/advice\(\s*'([^']+)'/g);
  const starts = [
    ...codesOf(/refuses\(\s*'([^']+)'/g),
    ...codesOf(/code: '([^']+)'/g, textOf('etcd-start.ts')),
  ];
  expect([findings.length > 15, advice.length > 6, starts.length > 8]).toEqual([true, true, true]);
  const notes = codesOf(/code: '([^']+)'/g, textOf('member-files.ts'));
  expect({
    findings: without(filesVerdict.finding, findings),
    notes: without(filesVerdict.note, notes),
    advice: without(filesVerdict.advice, advice),
    starts: without({ ...filesVerdict.start, ...filesVerdict.finding }, starts),
  }).toEqual({ findings: [], notes: [], advice: [], starts: [] });
});
