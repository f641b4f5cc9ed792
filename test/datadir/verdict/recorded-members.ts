import { readdirSync, readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { memorySource } from '../../../src/base/byte-source.ts';
import { gatherFiles, type GivenFile, type MemberFiles } from '../../../src/datadir/verdict/member-files.ts';
import type { Answers, ToolAnswers } from '../../real-etcd/answers.ts';

/** A member of a real etcd with what that etcd and its tools said of it (test/real-etcd, keep.ts). */
export interface RecordedMember {
  readonly name: string;
  readonly given: readonly GivenFile[];
  readonly answers: Answers;
  readonly tools: ToolAnswers;
}

const FOLDER = new URL('../files/', import.meta.url);

export function recordingNames(): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith('.zip'));
}

export function recordedMembers(recording: string): RecordedMember[] {
  const files = unzipSync(readFileSync(new URL(recording, FOLDER)));
  const names = Object.keys(files).filter((name) => name.endsWith('.answers.json'));
  return names.map((file) => {
    const name = file.replace('.answers.json', '');
    return {
      name,
      given: Object.entries(files)
        .filter(([path]) => path.startsWith(`${name}/`))
        .map(([path, bytes]) => ({ path, source: memorySource(path.split('/').at(-1) ?? '', bytes) })),
      answers: jsonOf(files[file]) as Answers,
      tools: jsonOf(files[`${name}.tools.json`]) as ToolAnswers,
    };
  });
}

export function filesOf(given: readonly GivenFile[]): MemberFiles {
  const { members } = gatherFiles(given);
  const [files] = members;
  if (files === undefined || members.length !== 1) throw new Error(`${members.length} members, not one`);
  return files;
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(Buffer.from(bytes ?? []).toString());
}
