import { etcdctl } from './etcdctl/etcdctl.ts';
import type { Tool } from './kernel/process.ts';
import { cat, echo, seq, sleep } from './tools/basic.ts';
import { sh } from './shell/sh.ts';

/** What can be called at a console, by its name. */
const tools: Readonly<Record<string, Tool>> = { cat, echo, etcdctl, seq, sh, sleep };

export function findTool(name: string): Tool | undefined {
  return Object.hasOwn(tools, name) ? tools[name] : undefined;
}

/** In order of their names. */
export function toolNames(): readonly string[] {
  return Object.keys(tools).sort();
}
