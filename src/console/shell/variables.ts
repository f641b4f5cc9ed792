import { parseInteger } from './sums.ts';
import type { Session } from '../kernel/process.ts';

export type Variables = Session['variables'];

/** The variables of a shell, or of a part of it that has a copy: what a subshell sets is gone with it. */
export class ShellState {
  readonly variables: Variables;
  readonly args: readonly string[];
  lastExit: number;
  /** Of the job that it began last in the background. */
  lastPid: number | undefined;

  constructor(variables: Variables, lastExit: number, args: readonly string[]) {
    this.variables = variables;
    this.lastExit = lastExit;
    this.args = args;
  }

  copy(): ShellState {
    const copy = new ShellState(new Map(this.variables), this.lastExit, this.args);
    copy.lastPid = this.lastPid;
    return copy;
  }

  /** '' where there is none. */
  value(name: string): string {
    if (name === '?') return String(this.lastExit);
    if (name === '#') return String(Math.max(0, this.args.length - 1));
    if (name === '@' || name === '*') return this.args.slice(1).join(' ');
    if (name === '$') return '1';
    if (name === '!') return String(this.lastPid ?? '');
    const position = /^\d$/.test(name) ? parseInteger(name) : undefined;
    if (position !== undefined) return this.args[position] ?? (position === 0 ? 'sh' : '');
    return this.variables.get(name)?.value ?? '';
  }

  set(name: string, value: string, isExported?: boolean): void {
    const before = this.variables.get(name);
    this.variables.set(name, { value, isExported: isExported ?? before?.isExported ?? false });
  }

  exported(): Map<string, string> {
    const own = [...this.variables].filter(([, { isExported }]) => isExported);
    return new Map(own.map(([name, { value }]) => [name, value]));
  }
}
