import type { NodeId } from '../../base/flavor.ts';
import { dataDirOf, type SavedDataDir } from '../../datadir/exchange/data-dir.ts';
import { ExchangeError } from '../../datadir/exchange/exchange-error.ts';
import { memberOfLab } from '../../datadir/exchange/lab-member.ts';
import type { EtcdVersion } from '../../datadir/exchange/version.ts';
import { knownLessons } from '../../lessons/known-lessons.ts';
import { parseScripts, type ParsedScript } from '../../lessons/language/parse-script.ts';
import { libraryOf } from '../../lessons/library.ts';
import { runScript, type Library } from '../../lessons/run/run-script.ts';
import { Member } from '../../node/member.ts';
import { decodeLab } from '../../saved/format.ts';
import { fragmentOf } from '../../saved/link.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { CommandError } from '../../sim/command/command.ts';
import { InProcessHost } from '../../sim/in-process-host.ts';
import { buildState } from '../frame/build-state.ts';
import type { WorldState } from '../frame/world-state.ts';
import { DiskViews } from '../look/disk-views.ts';
import { captureLab, eventTimesOf } from '../play/capture.ts';
import { reopenLab } from '../play/reopen.ts';
import { Run } from '../play/run.ts';
import { RunStage } from './run-stage.ts';

/** What came of one script of a file, or of a saved lab. */
export interface LabResult {
  readonly file: string;
  /** The script's name, or the saved lab's; the file's where it has none. */
  readonly lesson: string;
  /** One line; undefined when every line of the script held, or every waypoint of the lab. */
  readonly failure: string | undefined;
  /** As the last line that was run left it, or at the lab's playhead; null without a cluster. */
  readonly state: WorldState | null;
  /** The fingerprint there. */
  readonly hash?: string;
  /** The fragment of a link to it. */
  readonly link?: string;
  /** Its members as data directories, where that was asked for. */
  readonly saved?: readonly SavedMember[];
}

/** A member's data directory, or why there is none. */
export type SavedMember =
  { readonly node: NodeId; readonly dir: SavedDataDir } | { readonly node: NodeId; readonly refused: string };

/** What is wanted of a run beside its end. */
export interface Wanted {
  readonly links?: boolean;
  /** Members as data directories for this version of etcd; `node`: one alone. */
  readonly save?: { readonly version: EtcdVersion; readonly node: NodeId | undefined } | undefined;
}

/** Runs every script of a file. `continue` finds lessons of the file, then those of the library. */
export async function runLabFile(
  file: string,
  content: string,
  library: Library = knownLessons,
  wanted: Wanted = {},
): Promise<LabResult[]> {
  const scripts = parseScripts(content, file);
  const all = libraryOf(scripts, library);
  const results: LabResult[] = [];
  for (const parsed of scripts) results.push(await resultOf(file, parsed, all, wanted));
  return results;
}

/** Computes a saved lab again, every branch of it, and holds each waypoint against the fingerprint there. */
export async function runSavedLab(file: string, bytes: Uint8Array, wanted: Wanted = {}): Promise<LabResult> {
  let name = file;
  try {
    const saved = decodeLab(bytes);
    if (saved.name !== '') name = saved.name;
    const { run } = await reopenLab(saved, { host: new InProcessHost(Member), factory: Member });
    return { file, lesson: name, failure: undefined, ...endOf(run, wanted) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { file, lesson: name, failure: `${file}: ${error.message}`, state: null };
  }
}

/** What a run is at its playhead. */
function endOf(run: Run, { links, save }: Wanted): Pick<LabResult, 'state' | 'hash' | 'link' | 'saved'> {
  return {
    state: buildState(run, new DiskViews(Member)),
    hash: run.cluster.world.hash.hex(),
    ...(links === true ? { link: fragmentOf(captureLab(run, {}), eventTimesOf(run)) } : {}),
    ...(save === undefined ? {} : { saved: savedMembers(run, save) }),
  };
}

function savedMembers({ cluster }: Run, { version, node }: NonNullable<Wanted['save']>): SavedMember[] {
  const nodes = [...cluster.world.machines.keys()].filter((id) => node === undefined || id === node);
  if (nodes.length === 0) return [{ node: node ?? 0, refused: `there is no node ${node}` }];
  return nodes.map((id): SavedMember => {
    try {
      return { node: id, dir: dataDirOf(memberOfLab(cluster, id), { version }) };
    } catch (error) {
      if (!(error instanceof ExchangeError || error instanceof StorageError)) throw error;
      return { node: id, refused: error.message };
    }
  });
}

/** What is in a file, for those that continue it. */
export function lessonsOf(file: string, content: string, library: Library = knownLessons): Library {
  return libraryOf(parseScripts(content, file), library);
}

async function resultOf(
  file: string,
  parsed: ParsedScript,
  library: Library,
  wanted: Wanted,
): Promise<LabResult> {
  if (!parsed.ok) {
    const { line, column, text, reason } = parsed.error;
    const failure = `${parsed.name}, line ${line}, column ${column}: ${text}: ${reason}`;
    return { file, lesson: parsed.name, failure, state: null };
  }
  const stage = new RunStage({
    begin: (config) => Run.begin(config, new InProcessHost(Member), Member),
    rest: () => Promise.resolve(),
  });
  const { name, failure } = await runScript(parsed.script, stage, library);
  return {
    file,
    lesson: name,
    failure:
      failure &&
      `${name}, line ${failure.line}: ${failure.text}: expected ${failure.expected}, got ${failure.got}`,
    ...(stage.run === undefined ? { state: null } : endOf(stage.run, wanted)),
  };
}
