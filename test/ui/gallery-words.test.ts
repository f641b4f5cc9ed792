import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gallery } from '../../src/lessons/gallery/gallery.ts';
import { gallery as words } from '../../src/ui/messages/en/gallery.ts';
import { gallery as chinese } from '../../src/ui/messages/zh-CN/gallery.ts';

test('every entry of the gallery has its words, and no other has', () => {
  const names = gallery.map(({ name }) => name).toSorted();
  expect(Object.keys(words.entry).toSorted()).toEqual(names);
  expect(Object.keys(chinese.entry).toSorted()).toEqual(names);
});

test('the README lists the gallery, in its order, as the page says it', () => {
  const readme = readFileSync('README.md', 'utf8');
  const rows = [
    ...readme.matchAll(
      /^\| \[`\?gallery=([\w-]+)`\]\([^)]*\?gallery=([\w-]+)\)\s*\| \*\*(.*?)\.\*\* (.*?)\s*\|$/gm,
    ),
  ];
  expect(rows.map(([, name, address, title, says]) => ({ name, address, title, says }))).toEqual(
    gallery.map(({ name }) => ({
      name,
      address: name,
      title: words.entry[name].title,
      says: words.entry[name].says,
    })),
  );
});
