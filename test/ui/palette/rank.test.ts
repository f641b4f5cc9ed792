import { describe, expect, it } from 'vitest';
import type { PaletteItem } from '../../../src/ui/palette/palette-item.ts';
import { ranked } from '../../../src/ui/palette/rank.ts';

function item(title: string, ...also: readonly string[]): PaletteItem {
  return { id: title, group: 'page', title, also, run: () => undefined };
}

const items = [
  item('Campaign now n2'),
  item('Kill n2', '杀死 n2'),
  item('Kill n12'),
  item('Restart n2'),
  item('Figure 8: a majority is not enough', 'figure-8', '图 8：多数派还不够'),
  item('Figure 7: every kind of log'),
  item('Light or dark', '浅色或深色'),
  item('What is MsgApp?', 'MsgApp 是什么？'),
];

function found(typed: string, recent: readonly string[] = []): readonly string[] {
  return ranked(items, typed, recent).map(({ title }) => title);
}

describe('what was typed', () => {
  it('finds what has every word of it, in any order and in part', () => {
    expect(found('kill n2')).toEqual(['Kill n2']);
    expect(found('n2 kil')).toEqual(['Kill n2']);
    expect(found('kill n5')).toEqual([]);
  });

  it('puts beginnings of words of the title first', () => {
    expect(found('n2')[0]).toBe('Campaign now n2');
    expect(found('8')).toEqual(['Figure 8: a majority is not enough']);
    expect(found('dark')).toEqual(['Light or dark']);
    expect(found('kill n')).toEqual(['Kill n2', 'Kill n12']);
    expect(found('kill 2')).toEqual(['Kill n2', 'Kill n12']);
  });

  it('finds things by their other name, whatever the capitals and signs', () => {
    expect(found('杀死 n2')).toEqual(['Kill n2']);
    expect(found('图 8')).toEqual(['Figure 8: a majority is not enough']);
    expect(found('FIGURE-8')).toEqual(['Figure 8: a majority is not enough']);
    expect(found('msgapp')).toEqual(['What is MsgApp?']);
  });

  it('puts what was chosen lately before its equals, and not before what is meant better', () => {
    expect(found('n2', ['Restart n2'])[0]).toBe('Restart n2');
    expect(found('kill', ['Kill n12'])[0]).toBe('Kill n12');
    expect(found('figure 7', ['Figure 8: a majority is not enough'])).toEqual([
      'Figure 7: every kind of log',
    ]);
  });
});
