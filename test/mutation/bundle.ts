import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { findTranscripts } from '../../src/cli/transcript-files.ts';

const here = import.meta.dirname;

/** Suites that judge: all of src/raft in a second or so, and nothing of other rooms' texts. */
const SUITES = ['core', 'quorum', 'confchange', 'raftpb', 'survivors'].map((suite) => `test/raft/${suite}`);

/** One file with the judge, all that it judges by, and the mutants: in `out`. */
export async function bundle(
  sources: ReadonlyMap<string, string>,
  seeds: number,
  out: string,
): Promise<void> {
  await build({
    stdin: { contents: entryOf(seeds), resolveDir: resolve('.'), sourcefile: 'entry.ts', loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: out,
    logLevel: 'error',
    plugins: [mutated(sources)],
    alias: {
      vitest: join(here, 'stand-ins/vitest.ts'),
      '@fast-check/vitest': join(here, 'stand-ins/fast-check.ts'),
    },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}

function mutated(sources: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'mutated',
    setup: (bundler) =>
      bundler.onLoad({ filter: /\/src\/raft\/.*\.ts$/ }, ({ path }) => {
        const contents = sources.get(path);
        return contents === undefined ? undefined : { contents, loader: 'js' };
      }),
  };
}

function entryOf(seeds: number): string {
  const suites = SUITES.flatMap((suite) =>
    readdirSync(suite)
      .filter((file) => file.endsWith('.test.ts'))
      .sort()
      .map((file) => `${suite}/${file}`),
  );
  const transcripts = JSON.stringify(findTranscripts('test/transcripts/raft'));
  return `
    import './test/mutation/switchboard.ts';
    import { beginFile } from './test/mutation/stand-ins/vitest.ts';
    import { judge } from './test/mutation/judge.ts';
    import { transcript, seed } from './test/mutation/more-tests.ts';
    ${suites.map((file) => `beginFile('${file}'); await import('./${file}');`).join('\n    ')}
    beginFile('transcripts');
    for (const file of ${transcripts}) transcript(file);
    beginFile('seeds');
    for (let number = 1; number <= ${seeds}; number++) seed(number);
    await judge();
  `;
}
