import { describe, expect, it } from 'vitest';
import { dataMessages } from '../../src/ui/messages/data-panels.ts';
import { en } from '../../src/ui/messages/en.ts';
import { panelMessages } from '../../src/ui/messages/panels.ts';
import { zhCN } from '../../src/ui/messages/zh-CN.ts';

/** Every text of a catalogue by its path; plural forms count as one. */
function texts(catalogue: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue) as [string, string | object][]) {
    const here = `${path}${key}`;
    if (typeof value === 'string') found.set(here.replace(/_(one|other)$/, ''), value);
    else for (const [inner, text] of texts(value, `${here}.`)) found.set(inner, text);
  }
  return found;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1] ?? '').sort();
}

describe('the catalogues', () => {
  const english = texts({ ...en, ...dataMessages, ...panelMessages.en });
  const chinese = texts({ ...zhCN, ...panelMessages['zh-CN'] });

  it('are read at all', () => expect(english.size).toBeGreaterThan(20));

  it('have the same keys in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have the same placeholders in both languages', () => {
    const different = [...english].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(chinese.get(key) ?? '').join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('leave nothing empty', () => {
    const empty = [...english, ...chinese].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
  });
});
