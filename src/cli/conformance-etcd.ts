import type { Outcome } from './conformance-etcd/outcome.ts';
import { runTranscript } from './conformance-etcd/run-transcript.ts';
import { findTranscripts } from './conformance-etcd/transcript-file.ts';

/**
 * `npm run conformance:etcd -- PATH…`: replays what was recorded from etcd (files, or folders with all their *.json) on
 * members of ours, and says for each file that fails where and how it differs, for each that is not run why. Exit
 * status: 0 none failed, 1 some failed, 2 nothing could be run.
 */
async function main(paths: readonly string[]): Promise<number> {
  if (paths.length === 0) return refuse('usage: npm run conformance:etcd -- DIR_OR_FILE...');
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const path of paths) {
    const files = filesAt(path);
    if (typeof files === 'string') return refuse(`cannot read ${path}: ${files}`);
    if (files.length === 0) return refuse(`there is no transcript (*.json) in ${path}`);
    for (const file of files) {
      const outcome = await outcomeOf(file);
      if (typeof outcome === 'string') {
        count.failed++;
        console.log(`${file}: ${outcome}`);
      } else {
        count[outcome.type]++;
        const line = describe(outcome);
        if (line !== undefined) console.log(`${file}: ${line}`);
      }
    }
  }
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return count.failed === 0 ? 0 : 1;
}

function describe(outcome: Outcome): string | undefined {
  if (outcome.type === 'passed') return undefined;
  if (outcome.type === 'skipped') return `skipped: ${outcome.reason}`;
  const { place, expected, got } = outcome.difference;
  return `${outcome.step}\n  at ${place}\n  expected ${expected}\n  got      ${got}`;
}

/** A text: what went wrong, and that is a failure, too. */
async function outcomeOf(file: string): Promise<Outcome | string> {
  try {
    return await runTranscript(file);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function filesAt(path: string): string[] | string {
  try {
    return findTranscripts(path);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function refuse(why: string): number {
  console.error(why);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
