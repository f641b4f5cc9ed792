import { describe, expect, it } from 'vitest';
import { Progress } from '../../../src/cli/sim/progress.ts';
import { mergeReports, missingSeeds, parseReport, type SimReport } from '../../../src/cli/sim/report.ts';
import { simCommand } from '../../../src/cli/sim/sim-command.ts';

function report(first: number, last: number, more: Partial<SimReport> = {}): SimReport {
  const faults = ['kill'];
  return {
    version: 1,
    options: { seeds: [1, 30], nodes: 5, events: 100, faults, rule: null, storage: null },
    ran: [[first, last]],
    passed: last - first + 1,
    failed: 0,
    events: 100,
    virtualSeconds: 10,
    coreSeconds: 1,
    failures: [],
    ...more,
  };
}

const failure = {
  seed: 12,
  phase: 'safety' as const,
  property: 'ElectionSafety',
  detail: 'two leaders',
  event: 7,
  atMs: 1.5,
  steps: 6,
  byHand: true,
  link: 'lab=x',
  again: '--seeds 12..12',
};

describe('reports of shards', () => {
  it('are merged to that of the whole run', () => {
    const merged = mergeReports([
      { file: 'b', report: report(11, 30, { passed: 19, failed: 1, failures: [failure] }) },
      { file: 'a', report: report(1, 10) },
    ]);
    expect(merged).toEqual(
      report(1, 30, {
        passed: 29,
        failed: 1,
        events: 200,
        virtualSeconds: 20,
        coreSeconds: 2,
        failures: [failure],
      }),
    );
    expect(missingSeeds(merged)).toEqual([]);
  });

  it('say which seeds are missing', () => {
    const merged = mergeReports([
      { file: 'a', report: report(3, 10) },
      { file: 'b', report: report(15, 20) },
    ]);
    expect(missingSeeds(merged)).toEqual([
      [1, 2],
      [11, 14],
      [21, 30],
    ]);
  });

  it('are refused where a seed is in two of them, or they are of two runs', () => {
    const a = { file: 'a.json', report: report(1, 10) };
    expect(() => mergeReports([a, { file: 'b.json', report: report(10, 20) }])).toThrow(
      'seed 10 is in a.json and in b.json',
    );
    const other = report(11, 20, { options: { ...a.report.options, nodes: 3 } });
    expect(() => mergeReports([a, { file: 'b.json', report: other }])).toThrow('b.json is of another run');
  });

  it.each([
    ['{', 'a.json is no report'],
    ['{"version": 2}', 'version'],
    [JSON.stringify({ ...report(1, 2), passed: -1 }), 'passed'],
  ])('are refused where they are none: %s', (content, reason) => {
    expect(() => parseReport('a.json', content)).toThrow(reason);
  });
});

/** The command with these files; what it says and writes. */
async function run(args: string[], files: Record<string, string> = {}) {
  const [printed, complained, written]: [string[], string[], Record<string, string>] = [[], [], {}];
  const code = await simCommand(args, {
    environment: {},
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
    readFile: (path) => {
      const content = files[path];
      if (content === undefined) throw new Error('no such file');
      return content;
    },
    writeFile: (path, content) => void (written[path] = content),
    progress: { write: () => undefined, isTerminal: false, now: () => performance.now() },
  });
  return { code, printed, complained, written };
}

describe('npm run sim', () => {
  it('merges reports, and fails where seeds are missing', async () => {
    const files = { 'a.json': JSON.stringify(report(1, 10)), 'b.json': JSON.stringify(report(11, 29)) };
    const { code, printed, written } = await run(
      ['--merge', 'a.json', 'b.json', '--report', 'all.json'],
      files,
    );
    expect(code).toBe(1);
    expect(printed).toContain('seeds 30 to 30 are in no report');
    expect(printed.at(-1)).toBe('29 passed, 0 failed');
    expect(parseReport('all.json', written['all.json'] ?? '').ran).toEqual([[1, 29]]);
  });

  it('says what is wrong with a command', async () => {
    expect((await run(['--merge', 'none.json'])).complained).toEqual([
      'none.json cannot be read: no such file',
    ]);
    expect((await run(['--merge'])).code).toBe(2);
  });

  it('runs seeds on threads, shrinks what fails, prints what opens it and what runs it again, and reports', async () => {
    const args = ['--seeds', '5..6', '--events', '400', '--workers', '2', '--rule', 'voteTwice'];
    const { code, printed, written } = await run([...args, '--report', 'r.json']);
    expect(code).toBe(1);
    const { failures, failed, passed, ran } = parseReport('r.json', written['r.json'] ?? '');
    expect([failed + passed, ran]).toEqual([2, [[5, 6]]]);
    const [first] = failures;
    expect(first?.steps).toBeLessThan(15);
    expect(printed.join('\n')).toContain(`#${first?.link ?? 'no link'}`);
    expect(printed.join('\n')).toContain(
      'again: npm run sim -- --seeds 5..5 --nodes 5 --events 400 --faults kill,',
    );
    expect(printed.at(-1)).toBe(`${passed} passed, ${failed} failed`);
  });
});

describe('progress', () => {
  it('tells seeds a second, violations and the time left: now and then, or on one line of a terminal', () => {
    for (const isTerminal of [true, false]) {
      let [now, text] = [0, ''];
      const progress = new Progress({ write: (more) => (text += more), isTerminal, now: () => now }, 400);
      for (let seed = 1; seed <= 100; seed++) {
        now += 500;
        progress.seedDone(seed === 3 ? 'seed 3: ElectionSafety' : undefined);
      }
      expect(text).toContain(isTerminal ? '\r\u001b[Kseed 3: ElectionSafety\n' : 'seed 3: ElectionSafety\n');
      const line = '60 of 400 seeds, 2.00 a second, 1 violation, 2 min 50 s left';
      expect(text).toContain(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
      expect(text.split('seeds').length - 1).toBe(isTerminal ? 100 : 1);
    }
  });
});
