import { cut } from '../base/brief.ts';
import { addDataFolders, isOfDataFolder } from './data-folders.ts';
import { ForeignError } from './foreign-error.ts';
import type { EtcdRequest, EtcdResponse, ForeignHistory } from './history.ts';
import { HistoryBuilder, type Place } from './history-builder.ts';
import { isArray, isObject, jsonValues, type Json, type JsonObject, type JsonValue } from './json-values.ts';
import { readRequest, readResponse, valueText } from './robustness-json.ts';
import { requestText, responseText } from './robustness-words.ts';
import type { BinaryFile, ForeignFile, Source } from './source.ts';

/** Whether this is a file of operations or of watches as etcd's robustness tests write them. */
export function isRobustness(text: string): boolean {
  const head = text.slice(0, 4000);
  return /^\s*\{\s*"ClientId"\s*:/.test(head) || /^\s*\{\s*"Request"\s*:\s*\{\s*"Key"\s*:/.test(head);
}

/**
 * A report of etcd's robustness tests (tests/robustness/report): `client-N/operations.json`, an operation a JSON value with call
 * and return in nanoseconds; `client-N/watch.json`, a watch a value with its responses; beside them the members' data folders,
 * of which write-ahead logs and snapshots are looked at.
 */
export function readRobustness(files: readonly ForeignFile[]): ForeignHistory {
  const builder = new HistoryBuilder();
  const binary: BinaryFile[] = [];
  for (const file of files) {
    if (isOfDataFolder(file.path)) {
      if ('bytes' in file) binary.push(file);
    } else if ('text' in file && isRobustness(file.text)) addFile(builder, file);
    else builder.note({ code: 'notRead', values: { file: file.path } });
  }
  addDataFolders(builder, binary);
  return builder.build('robustness', { type: 'time' });
}

function addFile(builder: HistoryBuilder, source: Source): void {
  const index = builder.source(source);
  const folder = /(?:^|\/)(client-[^/]+)\/[^/]*$/.exec(source.path)?.[1];
  for (const found of jsonValues(source.path, source.text)) {
    const reading = new Reading(source.path, found.line);
    const value = reading.object(found.value, '{…}');
    const place = placeOf(index, found);
    if ('Input' in value) addOperation(builder, reading, { value, folder, place });
    else addWatch(builder, reading, { value, folder, place });
  }
}

interface Found {
  readonly value: JsonObject;
  /** `client-3`; undefined: the file is in no such folder. */
  readonly folder: string | undefined;
  readonly place: Place;
}

/**
 * A folder is one client, which does one thing at a time. (`ClientId` is the number of its stream of requests: after an error it
 * goes on with another.)
 */
function addOperation(builder: HistoryBuilder, reading: Reading, { value, folder, place }: Found): void {
  const client = reading.number(value, 'ClientId');
  const call = reading.number(value, 'Call');
  const returned = reading.number(value, 'Return');
  const request = readRequest(reading, reading.object(value['Input'], 'Input'));
  const output = reading.object(value['Output'], 'Output');
  const error = reading.text(output, 'Error');
  const response = error === '' ? readResponse(reading, output) : undefined;
  const hasEnd = returned > call;
  if (!hasEnd && error === '')
    throw new ForeignError(
      'badField',
      { file: reading.file, line: reading.line },
      { field: 'Return', found: returned },
    );
  builder.add({
    lane: builder.lane(folder ?? `client-${client}`, 'process'),
    at: call,
    end: hasEnd ? returned : Infinity,
    type: typeOf(request),
    outcome: error !== '' ? 'unknown' : response?.clientError === '' ? 'ok' : 'fail',
    label: cut(labelOf(request, response, error), LABEL_MAX),
    place,
    content: { type: 'etcd', request, response },
  });
}

/** The source has all of it. */
const LABEL_MAX = 400;

function typeOf(request: EtcdRequest): string {
  if (request.type !== 'txn' || request.conditions.length > 0 || request.onFailure.length > 0)
    return request.type;
  const [only, ...more] = request.onSuccess;
  return only === undefined || more.length > 0 ? 'txn' : only.type;
}

function labelOf(request: EtcdRequest, response: EtcdResponse | undefined, error: string): string {
  const asked = requestText(request);
  return `${asked} → ${response === undefined ? error : responseText(request, response)}`;
}

/** Each response of a watch is a point; all of one watch are on the lane of its client. */
function addWatch(builder: HistoryBuilder, reading: Reading, { value, folder, place }: Found): void {
  const request = reading.object(value['Request'], 'Request');
  const key = reading.text(request, 'Key');
  const isPrefix = request['WithPrefix'] === true;
  const from = reading.number(request, 'Revision');
  const watched = `${JSON.stringify(key)}${isPrefix ? '…' : ''}${from === 0 ? '' : ` rev ${from}`}`;
  const lane = builder.lane(`${folder ?? 'client'} watch ${watched}`, 'watch');
  const responses = value['Responses'];
  for (const each of isArray(responses) ? responses : []) {
    const response = reading.object(each, 'Responses');
    const revision = reading.number(response, 'Revision');
    const list = response['Events'];
    const events = isArray(list) ? list.map((event) => eventText(reading, event)) : [];
    const error = reading.text(response, 'Error');
    const isProgress = response['IsProgressNotify'] === true;
    const type = error !== '' ? 'watch error' : isProgress ? 'progress' : 'watch';
    const text = [`rev ${revision}`, ...events, ...(error === '' ? [] : [error])].join(', ');
    builder.add({ lane, at: reading.number(response, 'Time'), type, label: cut(text, LABEL_MAX), place });
  }
}

function eventText(reading: Reading, value: Json): string {
  const event = reading.object(value, 'Events');
  const key = reading.text(event, 'Key');
  const isPut = reading.text(event, 'Type').startsWith('put');
  const revision = reading.number(event, 'Revision');
  return isPut
    ? `${revision}: put ${key} = ${valueText(reading, event['Value'])}`
    : `${revision}: delete ${key}`;
}

function placeOf(source: number, { line, from, to }: JsonValue): Place {
  return { source, line, from, to };
}

/** Reads fields of a value that begins on this line. Go leaves out what is empty or zero, and says null for what is not there. */
export class Reading {
  constructor(
    readonly file: string,
    readonly line: number,
  ) {}

  object(value: Json | undefined, field: string): JsonObject {
    if (isObject(value)) return value;
    throw this.#bad(field, value);
  }

  list(of: JsonObject, field: string): readonly Json[] {
    const value = of[field];
    if (value === undefined || value === null) return [];
    if (isArray(value)) return value;
    throw this.#bad(field, value);
  }

  number(of: JsonObject, field: string): number {
    const value = of[field];
    if (value === undefined || value === null) return 0;
    // Whole numbers beyond JavaScript's are texts: as instants and revisions they are near enough.
    const number = typeof value === 'string' && /^-?\d{16,}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number') return number;
    throw this.#bad(field, value);
  }

  /** Digits as they stand: ids have more of them than a number holds. */
  digits(of: JsonObject, field: string): string {
    const value = of[field];
    if (value === undefined || value === null) return '0';
    if (typeof value === 'number' || typeof value === 'string') return String(value);
    throw this.#bad(field, value);
  }

  text(of: JsonObject, field: string): string {
    const value = of[field];
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    throw this.#bad(field, value);
  }

  #bad(field: string, value: Json | undefined): ForeignError {
    const found = cut(value === undefined ? '–' : JSON.stringify(value));
    return new ForeignError('badField', { file: this.file, line: this.line }, { field, found });
  }
}
