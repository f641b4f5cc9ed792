import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'transcripts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...paths: readonly string[]) {
  const args = ['--import', 'tsx', 'src/cli/conformance-raft.ts', ...paths];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run conformance:raft', () => {
  it('runs folders within folders, names each failure, counts, and exits 1', () => {
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    writeFileSync(join(folder, 'good.txt'), 'vote\n----\nVoteWon\n');
    writeFileSync(
      join(folder, 'deep', 'er', 'bad.txt'),
      'vote\n----\nVoteWon\n\nvote cfg=(1) votes=(n)\n----\nVoteWon\n',
    );
    writeFileSync(join(folder, 'ignored.md'), 'not a transcript');
    const { status, stdout } = run(folder);
    expect(stdout).toBe(
      `${join(folder, 'deep', 'er', 'bad.txt')}:5: vote cfg=1 votes=n\n` +
        '  expected | VoteWon\n  got      | VoteLost\n1 passed, 1 failed\n',
    );
    expect(status).toBe(1);
  });

  it('exits 0 when all pass, files given one by one', () => {
    expect(run(join(folder, 'good.txt'), join(folder, 'good.txt'))).toEqual({
      status: 0,
      stdout: '2 passed, 0 failed\n',
      stderr: '',
    });
  });

  it('says what it cannot read and that it needs something to read', () => {
    const missing = run(join(folder, 'missing'));
    expect(missing.stderr).toContain(`cannot read ${join(folder, 'missing')}: ENOENT`);
    expect(missing.status).toBe(2);
    expect(run().stderr).toBe('usage: npm run conformance:raft -- DIR_OR_FILE...\n');
  });
});
