import { startCommand, wordsOfNote } from '../datadir/exchange/start-command.ts';
import { etcdVersions, isEtcdVersion, type EtcdVersion } from '../datadir/exchange/version.ts';
import type { LabResult } from '../lab/script/lab-report.ts';

/** Where members are saved, for which etcd, and which of them. */
export interface SaveOptions {
  readonly folder: string;
  readonly version: EtcdVersion;
  /** Undefined: all. */
  readonly node: number | undefined;
}

/** `--save DIR [--etcd V] [--member N]`, and what is left of the arguments; or what is wrong with them. */
export function saveOptionsOf(
  args: readonly string[],
): { readonly save: SaveOptions | undefined; readonly rest: readonly string[] } | string {
  const values = new Map<string, string>();
  let rest = args;
  for (const name of ['--save', '--etcd', '--member']) {
    const at = rest.indexOf(name);
    if (at < 0) continue;
    const value = rest[at + 1];
    if (value === undefined || value.startsWith('-')) return `${name} needs a value`;
    values.set(name, value);
    rest = rest.toSpliced(at, 2);
  }
  const folder = values.get('--save');
  if (folder === undefined)
    return values.size === 0 ? { save: undefined, rest } : '--etcd and --member go with --save';
  const version = values.get('--etcd') ?? '3.4';
  if (!isEtcdVersion(version)) return `--etcd ${version}: it can be ${etcdVersions.join(', ')}`;
  const member = values.get('--member');
  if (member !== undefined && !/^[1-9][0-9]?$/.test(member))
    return `--member ${member}: the number of a node`;
  return { save: { folder, version, node: member === undefined ? undefined : Number(member) }, rest };
}

/** Writes what was saved of a run, and says how etcd starts from it; `inFolder`: of one run among several. Whether anything was. */
export function writeSaved(
  { saved = [] }: LabResult,
  inFolder: string,
  write: (path: string, bytes: Uint8Array) => void,
  print: (line: string) => void,
): boolean {
  let isAny = false;
  for (const each of saved) {
    if ('refused' in each) {
      print(each.refused);
      continue;
    }
    const dataDir = `${inFolder}/${each.dir.name}`;
    for (const { path, bytes } of each.dir.files) write(`${dataDir}/${path}`, bytes);
    for (const note of each.dir.notes) print(`node ${each.node}: ${wordsOfNote(note)}`);
    print(startCommand(each.dir, dataDir));
    isAny = true;
  }
  return isAny;
}
