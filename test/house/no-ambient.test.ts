import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pureLayers } from './layers.ts';

const forbidden =
  /\b(Math\.random|Date\.now|new Date(?:\(\)|(?!\())|performance\.now|setTimeout|setInterval|queueMicrotask)\b/;

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`);
}

describe('pure layers', () => {
  const files = pureLayers.flatMap((layer) => {
    try {
      return sources(`src/${layer}`);
    } catch {
      return []; // a room that is planned and not built yet
    }
  });

  it('are read at all', () => expect(files.length).toBeGreaterThan(15));

  it('use no clock, no dice and no timer of the machine', () => {
    const found = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, i) =>
          forbidden.test(line.replace(/\/\/.*|^\s*\*.*/, '')) ? [`${file}:${i + 1} ${line.trim()}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
