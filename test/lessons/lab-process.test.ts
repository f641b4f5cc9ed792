import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The command as npm runs it: in a Node.js of its own, where modules are loaded otherwise than in tests. */
function lab(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));
  return spawnSync(process.execPath, [tsx, 'src/cli/lab.ts', ...args], { cwd: root, encoding: 'utf8' });
}

describe('the lab command in a process of its own', () => {
  it('passes a file of lessons, and exits with 0', () => {
    expect(lab('test/lessons/scripts/transfer.txt')).toMatchObject({
      status: 0,
      stdout: '3 passed, 0 failed\n',
    });
  }, 60_000);
});
