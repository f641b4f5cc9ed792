import type { Tool } from './kernel/process.ts';
import { sh } from './shell/sh.ts';

/** What can be called at a console, by its name. */
const tools: Readonly<Record<string, Tool>> = { sh };

export function findTool(name: string): Tool | undefined {
  return Object.hasOwn(tools, name) ? tools[name] : undefined;
}

/** In order of their names. */
export function toolNames(): readonly string[] {
  return Object.keys(tools).sort();
}
