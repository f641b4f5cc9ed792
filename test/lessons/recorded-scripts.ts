import { readFileSync, readdirSync } from 'node:fs';
import { parseScripts } from '../../src/lessons/language/parse-script.ts';
import type { Script } from '../../src/lessons/language/script.ts';

const folder = new URL('scripts/', import.meta.url);

/** File by file, the scripts that were recorded with etcd's own library. */
export function recordedFiles(): { name: string; content: string; scripts: Script[] }[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const content = readFileSync(new URL(name, folder), 'utf8');
      return { name, content, scripts: parseScripts(content, name).map(scriptOf) };
    });
}

function scriptOf(parsed: ReturnType<typeof parseScripts>[number]): Script {
  if (parsed.ok) return parsed.script;
  throw new Error(`${parsed.name}: line ${parsed.error.line}: ${parsed.error.reason}`);
}
