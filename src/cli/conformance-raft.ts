import { readFileSync } from 'node:fs';
import { findTranscripts } from './transcript-files.ts';
import { runTranscript } from '../transcript/transcript.ts';

/**
 * `npm run conformance:raft -- PATH…`: runs raft transcripts (files, or folders with all their *.txt) and says for
 * each that fails where and how it differs. Exit status: 0 all passed, 1 some failed, 2 nothing could be run.
 */
function main(paths: readonly string[]): number {
  if (paths.length === 0) return refuse('usage: npm run conformance:raft -- DIR_OR_FILE...');
  let passed = 0;
  let failed = 0;
  for (const path of paths) {
    const files = attempt(() => findTranscripts(path));
    if (typeof files === 'string') return refuse(`cannot read ${path}: ${files}`);
    if (files.length === 0) return refuse(`there is no transcript (*.txt) in ${path}`);
    for (const file of files) {
      const text = attempt(() => ({ text: readFileSync(file, 'utf8') }));
      if (typeof text === 'string') return refuse(`cannot read ${file}: ${text}`);
      const failure = runTranscript(text.text);
      if (failure === undefined) {
        passed++;
      } else {
        failed++;
        console.log(`${file}:${failure.line}: ${failure.reason}`);
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** What `read` answers, or why the file system would not. */
function attempt<T extends object>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function refuse(why: string): number {
  console.error(why);
  return 2;
}

process.exitCode = main(process.argv.slice(2));
