import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { labOfFragment } from '../../src/saved/link.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { labCommand } from '../../src/cli/lab-command.ts';

const files: Record<string, string | Uint8Array> = {
  'good.txt': 'lesson A\ncluster voters=1\ntick 10\nexpect 1 role=L\nlesson B\ncluster voters=1,2,3\n',
  'bad.txt': 'lesson C\ncluster voters=1\nexpect 1 role=L\nlesson D\ncluster voters=1\ntick some\n',
  'more.txt': 'lesson E\ncontinue A\nexpect 1 role=L\nlesson F\ncontinue E\ntick 1\nlesson G\ncontinue G\n',
  'known.txt': 'continue K2\nexpect get a: mod=7\n',
  'single.txt': 'cluster voters=1\nexpect 1 role=P\n',
};

async function run(...args: string[]): Promise<{ code: number; printed: string[]; complained: string[] }> {
  const printed: string[] = [];
  const complained: string[] = [];
  const code = await labCommand(args, {
    readFile: (path) => {
      const content = files[path];
      if (content !== undefined) return typeof content === 'string' ? encodeUtf8(content) : content;
      throw Object.assign(new Error(`no such file, open '${path}'`), { syscall: 'open' });
    },
    writeFile: (path, bytes) => written.set(path, bytes),
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
  return { code, printed, complained };
}

/** By all runs of the command so far. */
const written = new Map<string, Uint8Array>();

describe('npm run lab', () => {
  it('saves the members as data directories, each run’s in a folder, and says how etcd starts from them', async () => {
    written.clear();
    const { code, printed } = await run('--save', 'out', '--etcd', '3.6', 'good.txt');
    expect(code).toBe(1);
    expect([...written.keys()]).toEqual([
      'out/A/infra1/member/wal/0000000000000000-0000000000000000.wal',
      expect.stringMatching(/^out\/A\/infra1\/member\/snap\/[0-9a-f]{16}-[0-9a-f]{16}\.snap$/),
      'out/A/infra1/member/snap/db',
    ]);
    expect(printed).toContainEqual(
      expect.stringMatching(
        /^etcd --name infra1 --data-dir out\/A\/infra1 --listen-peer-urls http:\/\/127\.0\.0\.1:12380 /,
      ),
    );
    // Nobody has led yet in the other run.
    expect(printed.filter((line) => /node \d cannot be saved/.test(line))).toHaveLength(3);
    expect((await run('--save', 'out', '--member', '1', 'single.txt')).code).toBe(1);
  });

  it.each([
    [['--save'], '--save needs a value'],
    [['--etcd', '3.4', 'good.txt'], '--etcd and --member go with --save'],
    [['--save', 'out', '--etcd', '3.3', 'good.txt'], '--etcd 3.3: it can be 3.4, 3.5, 3.6, 3.7'],
    [['--save', 'out', '--member', 'x', 'good.txt'], '--member x: the number of a node'],
  ])('refuses %j', async (args, words) => {
    const { code, complained } = await run(...args);
    expect(code).toBe(2);
    expect(complained[0]).toBe(words);
  });

  it('counts the runs of all files', async () => {
    expect(await run('good.txt', 'good.txt')).toEqual({
      code: 0,
      printed: ['4 passed, 0 failed'],
      complained: [],
    });
  });

  it('says for each run that fails where, what, expected and got', async () => {
    expect(await run('bad.txt')).toEqual({
      code: 1,
      printed: [
        'C, line 3: expect 1 role=L: expected n1 role=L, got n1 role=F',
        'D, line 6, column 6: tick some: "some": a number of ticks is expected',
        '0 passed, 2 failed',
      ],
      complained: [],
    });
    expect((await run('good.txt', 'bad.txt')).printed[0]).toMatch(/^bad\.txt: C, line 3: /);
    expect((await run('good.txt', 'single.txt')).printed[0]).toMatch(/^single\.txt, line 2: /);
  });

  it('prints with --json one world a run, and the rest elsewhere', async () => {
    const { code, printed, complained } = await run('--json', 'good.txt', 'single.txt');
    expect(code).toBe(1);
    const runs = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(runs).toMatchObject([
      {
        file: 'good.txt',
        lesson: 'A',
        failure: null,
        state: { timeMs: 10_000, nodes: [{ role: 'leader' }] },
      },
      { file: 'good.txt', lesson: 'B', failure: null, state: { timeMs: 0 } },
      { file: 'single.txt', failure: expect.stringContaining('role=P'), state: { timeMs: 0 } },
    ]);
    expect(complained.at(-1)).toBe('2 passed, 1 failed');
  });

  it('fails for a file that is not there and goes on with the others', async () => {
    const { code, printed } = await run('none.txt', 'good.txt');
    expect(code).toBe(1);
    expect(printed).toEqual([expect.stringContaining('none.txt cannot be read'), '2 passed, 1 failed']);
  });

  it('continues lessons of the same file, of files before it, and those it knows', async () => {
    expect((await run('good.txt', 'more.txt', 'known.txt')).printed).toEqual([
      'more.txt: G, line 8: continue G: expected a lesson that can be continued, got G',
      '5 passed, 1 failed',
    ]);
    expect((await run('more.txt')).printed[0]).toBe(
      'E, line 2: continue A: expected a lesson that can be continued, got A',
    );
  });

  it('computes a saved lab again: the same fingerprint, at its playhead', async () => {
    const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
    await lab.reset({ nodes: 3, seed: 5 });
    await lab.runFor(4000);
    await lab.act({ type: 'kill', node: 2 });
    await lab.runFor(2000);
    await lab.seek(3500);
    await lab.act({ type: 'isolate', node: 1 });
    await lab.runFor(2000);
    await lab.back('message', 5);
    const file = await lab.save();
    files['mine.quorumscope'] = file;
    files['cut.quorumscope'] = file.slice(0, 60);
    const { code, printed } = await run(
      '--json',
      '--link',
      '--base',
      'https://a.test/q/',
      'mine.quorumscope',
    );
    expect(code).toBe(0);
    const [one] = printed.map((line) => JSON.parse(line) as { hash: string; state: object; link: string });
    expect(one).toMatchObject({ hash: await lab.hash(), state: { events: (await lab.state()).events } });
    expect(one?.link).toMatch(/^https:\/\/a\.test\/q\/#lab=/);
    const linked = labOfFragment(new URL(one?.link ?? '').hash);
    expect(linked.playhead).toEqual((await lab.capture()).playhead);
    expect(await run('cut.quorumscope', 'mine.quorumscope')).toMatchObject({
      code: 1,
      printed: [expect.stringMatching(/^cut\.quorumscope: .*ends too early/), '1 passed, 1 failed'],
    });
  });

  it('prints with --link what opens the run of a script', async () => {
    const { printed } = await run('--link', 'good.txt');
    expect(printed).toHaveLength(3);
    const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
    await lab.openLink(new URL(printed[0] ?? '').hash);
    expect(await lab.state()).toMatchObject({ timeMs: 10_000, nodes: [{ role: 'leader' }] });
  });

  it('refuses what it does not know, and says so', async () => {
    expect(await run('--base', 'good.txt')).toMatchObject({
      code: 2,
      complained: [expect.stringContaining('--base'), expect.stringContaining('usage')],
    });
    expect(await run('--fast', 'good.txt')).toMatchObject({ code: 2, printed: [] });
    expect(await run()).toMatchObject({ code: 2, complained: [expect.stringContaining('usage')] });
  });
});
