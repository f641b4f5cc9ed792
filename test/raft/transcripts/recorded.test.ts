import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawInt, makeDice } from '../../../src/base/random.ts';
import { parseDatadriven } from '../../../src/transcript/datadriven.ts';
import { findTranscripts } from '../../../src/cli/transcript-files.ts';
import { runTranscript } from '../../../src/transcript/transcript.ts';

const files = findTranscripts('test/transcripts/raft');
const logLine = /^\s*(DEBUG|INFO|WARN|ERROR|FATAL) /;

/** Places in a file where something else must be noticed: [line of the directive, line of expected data], from 0. */
function dataLines(text: string): { readonly directive: number; readonly at: number }[] {
  const lines = text.split('\n');
  return parseDatadriven(text).flatMap(({ line, expected }) => {
    const first = lines.indexOf('----', line - 1) + 1;
    return expected.flatMap((data, i) =>
      logLine.test(data) || data === 'ok' ? [] : [{ directive: line, at: first + i }],
    );
  });
}

/** One way to make an expectation wrong. */
const tamperings: Readonly<Record<string, (lines: string[], at: number) => void>> = {
  'another number': (lines, at) => {
    lines[at] = (lines[at] ?? '').replace(/\d|$/, (digit) => String((Number(digit) + 1) % 10));
  },
  'a line too many': (lines, at) => void lines.splice(at, 0, lines[at] ?? ''),
  'a line too few': (lines, at) => void lines.splice(at, 1),
  'other indentation': (lines, at) => {
    lines[at] = ` ${lines[at]}`;
  },
};

describe('recorded transcripts', () => {
  it('are there', () => expect(files.length).toBeGreaterThanOrEqual(40));

  it.each(files)('%s', (file) => {
    expect(runTranscript(readFileSync(file, 'utf8'))).toBeUndefined();
  });

  it.each(Object.entries(tamperings))('%s is noticed, at its directive, in every file', (name, tamper) => {
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const places = dataLines(text);
      const dice = makeDice(1, name, file);
      const place = places[drawInt(dice, 0, places.length - 1)];
      if (place === undefined) throw new Error(`${file} has no data`);
      const lines = text.split('\n');
      tamper(lines, place.at);
      expect(runTranscript(lines.join('\n'))?.line, `${file}:${place.at + 1}`).toBe(place.directive);
    }
  });
});
