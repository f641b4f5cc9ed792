import { describe, expect, it } from 'vitest';
import { ruleBook } from '../../src/explain/rule-book.ts';

/** The tables of contents of the paper (extended version) and of Ongaro's thesis, as far down as they have numbers. */
const PAPER = '1 2 3 4 5 5.1 5.2 5.3 5.4 5.4.1 5.4.2 5.4.3 5.5 5.6 6 7 8 9 9.1 9.2 9.3 10 11 12'.split(' ');
const THESIS = (
  '1 2 2.1 2.1.1 2.1.2 2.2 2.3 3 3.1 3.2 3.3 3.4 3.5 3.6 3.6.1 3.6.2 3.6.3 3.7 3.8 3.9 3.10 3.11 4 4.1 4.2 4.2.1 4.2.2 ' +
  '4.2.3 4.2.4 4.3 4.4 4.5 5 5.1 5.1.1 5.1.2 5.1.3 5.2 5.3 5.3.1 5.3.2 5.4 5.4.1 5.5 6 6.1 6.2 6.3 6.4 6.4.1 6.5 ' +
  '7 8 8.1 8.2 8.3 9 9.1 9.2 9.3 9.4 9.5 9.6 9.7 10 10.1 10.2 10.2.1 10.2.2 10.2.3 10.3 11 12'
).split(' ');
const FIGURES = ['figure 2', 'figure 3', 'figure 4'];

describe('every rule that an answer may name', () => {
  for (const [name, { section, link }] of Object.entries(ruleBook))
    it(`${name}: ${section}`, () => {
      const [first = ''] = section.split(/[ :;]/u);
      const home = {
        paper: 'https://raft.github.io/raft.pdf',
        thesis: 'https://github.com/ongardie/dissertation/',
        etcd: 'https://etcd.io/docs/v3.4/',
        'etcd/raft': 'https://pkg.go.dev/go.etcd.io/raft/v3',
      }[first];
      // It leads to what is named first, or to the package whose words it goes by.
      expect(home, first).toBeDefined();
      expect(
        [home, 'https://pkg.go.dev/go.etcd.io/raft/v3'].some((each) => link.startsWith(each ?? '')),
      ).toBe(true);
      for (const part of section.split('; ')) {
        const [, work, numbers] = /^(paper|thesis) (.*)$/u.exec(part) ?? [];
        if (work === undefined || numbers === undefined) continue;
        const known = [...(work === 'paper' ? PAPER : THESIS), ...FIGURES];
        for (const number of numbers.split(/ and |, /u)) expect(known, part).toContain(number);
      }
    });
});
