import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('who puts something in the place of a module, a global or a function has modules of its own (vite.config.ts)', () => {
  const others = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && !path.endsWith('.alone.test.ts'))
    .filter((path) => !/^(app|browser|cli|host|house|ui)\//.test(path))
    .filter((path) =>
      /\bvi\.(mock|doMock|stubGlobal|spyOn|useFakeTimers)\b/.test(readFileSync(`test/${path}`, 'utf8')),
    );
  expect(others).toEqual([]);
});
