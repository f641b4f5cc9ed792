import { expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

async function labWithConsole(): Promise<{ lab: Lab; name: string }> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 7 });
  await lab.runFor(3000);
  return { lab, name: await lab.openConsole(1) };
}

async function jobsOf(lab: Lab, name: string): Promise<readonly string[] | undefined> {
  const client = (await lab.clients()).find((each) => each.name === name);
  return client?.console?.jobs.map(({ text }) => text);
}

it('a console says what runs, shows its lines with their times, and is as it was when one steps back', async () => {
  const { lab, name } = await labWithConsole();
  await lab.tellConsole(name, { type: 'line', text: 'echo hi; sleep 1; nope' });
  expect(await jobsOf(lab, name)).toEqual(['echo hi; sleep 1; nope']);
  // As at a terminal: nobody has read it when the line ends, so the prompt does.
  await lab.tellConsole(name, { type: 'input', bytes: encodeUtf8('echo "ahead\nof time"\n') });
  await lab.runFor(2000);
  expect(await jobsOf(lab, name)).toEqual([]);
  const { total, lines } = await lab.consolePage({ console: name, from: 1, limit: 100 });
  expect(lines.map(({ type, text, at }) => [type, text, at])).toEqual([
    ['typed', 'echo hi; sleep 1; nope', 3_000_000],
    ['out', 'hi', 3_000_000],
    ['input', 'echo "ahead', 3_000_000],
    ['input', 'of time"', 3_000_000],
    ['err', 'sh: nope: command not found', 4_000_000],
    ['ended', '', 4_000_000],
    ['typed', 'echo "ahead', 4_000_000],
    ['err', expect.stringContaining('sh: '), 4_000_000],
    ['ended', '', 4_000_000],
    ['typed', 'of time"', 4_000_000],
    ['err', expect.stringContaining('sh: '), 4_000_000],
    ['ended', '', 4_000_000],
  ]);
  expect(total).toBe(lines.length);
  const now = await lab.consoleText(name);
  expect(now.startsWith('$ echo hi; sleep 1; nope\nhi\necho "ahead\n')).toBe(true);
  await lab.seek(3500);
  expect(await lab.consoleText(name)).toBe('$ echo hi; sleep 1; nope\nhi\necho "ahead\nof time"\n');
  expect(await jobsOf(lab, name)).toEqual(['echo hi; sleep 1; nope']);
  await lab.live();
  expect(await lab.consoleText(name)).toBe(now);
});

it('Ctrl-C ends what runs and forgets what was typed ahead; what is closed gives its number back', async () => {
  const { lab, name } = await labWithConsole();
  for (const text of ['sleep 100', 'echo never']) await lab.tellConsole(name, { type: 'line', text });
  await lab.tellConsole(name, { type: 'signal', signal: 'SIGINT' });
  await lab.runFor(1000);
  expect(await lab.consoleText(name)).toBe('$ sleep 100\n');
  expect(await jobsOf(lab, name)).toEqual([]);
  expect(await lab.openConsole()).toBe('console2');
  await lab.closeConsole(name);
  await expect(lab.tellConsole('console9', { type: 'eof' })).rejects.toThrow(
    'there is no console console9 at this instant: there are console1, console2',
  );
  expect(await lab.openConsole(2)).toBe('console1');
  expect(await lab.consoleText('console1')).toBe('');
});

it('completes what can be typed from etcdctl’s tables and the store, and knows what a line is about', async () => {
  const { lab, name } = await labWithConsole();
  const complete = async (text: string): Promise<readonly string[]> =>
    (await lab.consoleCompletions({ console: name, text, cursor: text.length })).items.map(
      (item) => item.text,
    );
  await lab.tellConsole(name, {
    type: 'line',
    text: `etcdctl put app/one 1; etcdctl put 'app/two words' 2; echo x > notes; etcdctl member list`,
  });
  await lab.runFor(2000);
  expect(await complete('etc')).toContain('etcdctl');
  expect(await complete('echo a | etcdctl end')).toEqual(['endpoint']);
  expect(await complete('etcdctl endpoint h')).toEqual(['health', 'hashkv']);
  expect(await complete('etcdctl get app')).toEqual(['app/one', `'app/two words'`]);
  expect(await complete(`etcdctl get "app/t`)).toEqual(['"app/two words"']);
  expect(await complete('ETCDCTL_API=2 etcdctl cluster')).toEqual(['cluster-health']);
  expect(await complete('etcdctl -w ta')).toEqual(['table']);
  expect(await complete('etcdctl get --keys')).toEqual(['--keys-only']);
  expect(await complete('etcdctl --endpoints=127.0.0.1:2')).toEqual(
    expect.arrayContaining(['--endpoints=127.0.0.1:2379', '--endpoints=127.0.0.1:22379']),
  );
  expect(await complete('cat < no')).toEqual(['notes']);
  const { lines } = await lab.consolePage({ console: name, from: 1, limit: 100 });
  const member = lines.find(({ text }) => text.includes('infra2'));
  expect(await lab.consoleSubject(name, member?.number ?? 0, 0)).toEqual({ type: 'node', id: 2 });
  await lab.tellConsole(name, { type: 'line', text: 'etcdctl get app/one -w fields' });
  await lab.runFor(1000);
  const all = (await lab.consolePage({ console: name, from: 1, limit: 100 })).lines;
  const revision = all.find(({ text }) => text.startsWith('"ModRevision"'));
  const key = { type: 'key', node: 1, key: encodeUtf8('app/one') };
  // The event in which that revision came about at the console's member.
  const subject = await lab.consoleSubject(name, revision?.number ?? 0, 0);
  const event = subject?.type === 'event' ? subject.number : 0;
  const newest = async (at: number) => {
    await lab.seekEvent(at);
    return (await lab.state()).nodes.find(({ id }) => id === 1)?.revision;
  };
  expect([await newest(event - 1), await newest(event)]).toEqual([1, 2]);
  await lab.live();
  expect(await lab.consoleSubject(name, 1, 14)).toEqual(key);
});
