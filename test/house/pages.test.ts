import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Every page of the project: its README, and those of its rooms. */
function pages(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** What a page links to within the project, from where it stands. */
function links(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map((found) => found[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(page), target)));
}

/** Files that a page names as code: whole paths, and in the page of a room the files and folders of that room. */
function named(page: string, text: string): string[] {
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map((found) => found[1] ?? '');
  const whole = spans.filter((span) => /^(?:src|test)\/[\w./-]+$/.test(span));
  const own = spans
    .filter((span) => /^(?:[\w-]+\/)*[\w-]+\.tsx?$/.test(span) && !/^(?:src|test)\//.test(span))
    .filter(() => page.startsWith('src/') && dirname(page) !== 'src')
    .map((span) => join(dirname(page), span));
  return [...whole, ...own];
}

describe('the pages of the house', () => {
  const all = pages().map((page) => ({ page, text: readFileSync(page, 'utf8') }));

  it('are there', () => {
    expect(all.length).toBeGreaterThan(15);
  });

  it('link to what is there', () => {
    const dead = all.flatMap(({ page, text }) =>
      links(page, text)
        .filter((target) => !existsSync(target))
        .map((target) => `${page}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('name files that are there', () => {
    const gone = all.flatMap(({ page, text }) =>
      named(page, text)
        .filter((file) => !existsSync(file) && !existsInRoom(file))
        .map((file) => `${page}: ${file}`),
    );
    expect(gone).toEqual([]);
  });
});

/** A page may name a file of an inner folder of its room by its last name, and one of another room from src/ on. */
function existsInRoom(file: string): boolean {
  const [src = '', room = '', ...rest] = file.split('/');
  if (existsSync(join(src, ...rest)) && rest.length > 1) return true;
  const last = file.slice(file.lastIndexOf('/') + 1);
  return readdirSync(join(src, room), { recursive: true, encoding: 'utf8' }).some(
    (path) => path === last || path.endsWith(`/${last}`),
  );
}
