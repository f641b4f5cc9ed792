import { describe, expect, it } from 'vitest';
import { Terminal } from './terminal.ts';

/** What goreman 0.3.19 prints for each; its own name is as it was called. */
describe('goreman', () => {
  it('stops, starts and lists the machines', () => {
    const terminal = new Terminal();
    expect(terminal.run('goreman check')).toBe('valid procfile detected (infra1, infra2, infra3)\n');
    expect(terminal.run('goreman run status')).toBe('*infra1\n*infra2\n*infra3\n');
    expect(terminal.run('goreman run stop infra2')).toBe('');
    expect(terminal.exit).toBe(0);
    expect(terminal.run('goreman run stop etcd2; goreman run status')).toBe('*infra1\n infra2\n*infra3\n');
    expect(terminal.run('goreman run list')).toBe('infra1\ninfra2\ninfra3\n');
    terminal.run('goreman run restart etcd1 infra2; goreman run stop-all; goreman run start infra1');
    expect(terminal.acts).toEqual([
      'kill 2',
      'kill 1',
      'restart 1',
      'restart 2',
      'kill 1',
      'kill 2',
      'kill 3',
      'restart 1',
    ]);
  });

  it.each([
    ['goreman run stop x', 'goreman: unknown proc: x\n', 1],
    ['goreman run start x', 'goreman: unknown name: x\n', 1],
    ['goreman run restart x', 'goreman: unknown proc: x\n', 1],
    ['goreman start x', 'goreman: unknown proc: x\n', 1],
    ['goreman run foo', 'goreman: unknown command\n', 1],
    ['goreman -f nofile check', 'goreman: open nofile: no such file or directory\n', 1],
    ['goreman version', '0.3.19\n', 0],
  ])('%s', (line, text, code) => {
    const terminal = new Terminal();
    expect(terminal.run(line)).toBe(text);
    expect(terminal.exit).toBe(code);
  });

  it('shows its usage where a line asks for nothing', () => {
    const terminal = new Terminal();
    const usage = terminal.run('goreman help');
    expect(usage).toContain('Tasks:\n  goreman check                      # Show entries in Procfile\n');
    expect(usage).toContain(
      '[LOCATION] # Export the apps to another process\n' + ' '.repeat(39) + '(upstart)\n',
    );
    expect(usage).toContain('\nOptions:\n  -b uint\n    \tbase number of port (default 5000)\n');
    expect(terminal.run('goreman run')).toBe(usage);
    expect(terminal.exit).toBe(0);
    expect(terminal.run('goreman -z')).toContain(
      'flag provided but not defined: -z\nUsage of goreman:\n  -b uint',
    );
    expect(terminal.exit).toBe(2);
  });

  it('reads a Procfile of the console, whose lines name the members', () => {
    const terminal = new Terminal();
    terminal.run("printf 'b: bin/etcd --name infra2 --x\\n# no\\nnone\\netcd1: bin/etcd\\n' > Procfile");
    expect(terminal.run('goreman check')).toBe('valid procfile detected (b, etcd1)\n');
    terminal.run('goreman run stop b');
    expect(terminal.run('goreman run status')).toBe(' b\n*etcd1\n');
    expect(terminal.acts).toEqual(['kill 2']);
    terminal.run("echo 'z: bin/etcd' > Procfile");
    expect(terminal.run('goreman check')).toContain('z is none of the machines');
  });

  it('stays in the foreground after start, and stops all when it is stopped', () => {
    const terminal = new Terminal();
    terminal.run('goreman run stop infra3');
    terminal.now = 3000;
    terminal.begin('goreman start');
    expect(terminal.out).toBe('00:00:03 infra3 | Starting infra3 on port 5200\n');
    terminal.wait(5000);
    terminal.tell({ type: 'signal', signal: 'SIGINT' });
    expect(terminal.out).toContain('infra1 | Terminating infra1\n');
    expect(terminal.acts.slice(2)).toEqual(['kill 1', 'kill 2', 'kill 3']);
    expect(terminal.exit).toBe(0);
  });
});
