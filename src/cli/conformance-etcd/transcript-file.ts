import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseExact, type Json } from './exact-json.ts';

export type { Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** Calls to the v3 gateway on an empty store, in order, with their answers, and what a watch replays at the end. */
export interface RandomTranscript {
  readonly type: 'random';
  readonly ops: readonly JsonObject[];
  readonly finalWatch: JsonObject | undefined;
}

/** Calls to /v2/keys on an empty store, in order, with their answers. */
export interface RandomV2Transcript {
  readonly type: 'randomV2';
  readonly ops: readonly JsonObject[];
}

export interface TranscriptNode {
  readonly name: string;
  readonly clientURL: string;
  readonly peerURL: string;
}

export interface ScenarioTranscript {
  readonly type: 'scenario';
  readonly nodes: readonly TranscriptNode[];
  readonly flags: readonly string[];
  readonly bindings: Readonly<Record<string, string>>;
  /** The processes are raftexample's, and a node's `clientURL` is that of its key server. */
  readonly isRaftExample: boolean;
  readonly steps: readonly JsonObject[];
}

/** Something else; the reason says what. */
export interface OtherTranscript {
  readonly type: 'other';
  readonly reason: string;
}

/** The transcripts that a path names: itself, or every *.json in a folder and the folders in it, in order of names. */
export function findTranscripts(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/** Throws an Error when the file is no JSON of an object. */
export function loadTranscript(
  file: string,
): RandomTranscript | RandomV2Transcript | ScenarioTranscript | OtherTranscript {
  const document = parseExact(readFileSync(file, 'utf8'));
  if (!isObject(document)) return { type: 'other', reason: 'it is no transcript' };
  const kind = document['kind'];
  if (kind === 'random-v3') {
    const finalWatch = document['finalWatch'];
    return {
      type: 'random',
      ops: listOf(document['ops']).filter(isObject),
      finalWatch: isObject(finalWatch) ? finalWatch : undefined,
    };
  }
  if (kind === 'random-v2') return { type: 'randomV2', ops: listOf(document['ops']).filter(isObject) };
  if (kind !== undefined) return { type: 'other', reason: `${textOf(kind)}: not served` };
  const cluster = document['cluster'];
  const example = raftExample(listOf(document['steps']).filter(isObject));
  if (example !== undefined) return example;
  if (!isObject(cluster) || document['steps'] === undefined)
    return { type: 'other', reason: 'it is no transcript' };
  return {
    type: 'scenario',
    isRaftExample: false,
    nodes: listOf(cluster['nodes'])
      .filter(isObject)
      .map((node) => ({
        name: textOf(node['name']),
        clientURL: textOf(node['clientURL']),
        peerURL: textOf(node['peerURL']),
      })),
    flags: listOf(cluster['flags']).map(textOf),
    bindings: Object.fromEntries(
      Object.entries(isObject(document['bindings']) ? document['bindings'] : {}).map(([name, id]) => [
        name,
        textOf(id),
      ]),
    ),
    steps: listOf(document['steps']).filter(isObject),
  };
}

/** A transcript of etcd's raftexample: its nodes are those that it starts. */
function raftExample(steps: readonly JsonObject[]): ScenarioTranscript | undefined {
  const started = steps.filter(
    (step) => step['kind'] === 'start-server' && step['program'] === 'raftexample',
  );
  if (started.length === 0) return undefined;
  const nodes = started.map((step) => {
    const args = listOf(step['args']).map(textOf);
    const after = (flag: string) => args[args.indexOf(flag) + 1] ?? '';
    const peerURL = after('--cluster').split(',')[Number(after('--id')) - 1] ?? '';
    return { name: after('--id'), clientURL: `http://127.0.0.1:${after('--port')}`, peerURL };
  });
  return { type: 'scenario', nodes, flags: [], bindings: {}, isRaftExample: true, steps };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}
