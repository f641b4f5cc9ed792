import { etcdctl } from './etcdctl/etcdctl.ts';
import type { Tool } from './kernel/process.ts';
import { cat, echo, seq, sleep } from './tools/basic.ts';
import { curl } from './tools/curl.ts';
import { goreman } from './tools/goreman.ts';
import { printf } from './tools/printf.ts';
import { sh } from './shell/sh.ts';

/** What can be called at a console, by its name. */
const tools: Readonly<Record<string, Tool>> = {
  cat,
  curl,
  echo,
  etcdctl,
  goreman,
  printf,
  seq,
  sh,
  sleep,
};

export function findTool(name: string): Tool | undefined {
  return Object.hasOwn(tools, name) ? tools[name] : undefined;
}

/** In order of their names. */
export function toolNames(): readonly string[] {
  return Object.keys(tools).sort();
}
