import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import {
  boolField,
  bytesField,
  decodeFields,
  numberField,
  writeFields,
  WireFormatError,
  type Field,
  type FieldsToWrite,
} from '../proto-fields.ts';
import { NO_BYTES, type KeyRecord } from './key-record.ts';
import { addRecord, emptyState, type StoreState } from './store-state.ts';

/** Grows when the form changes; a reader knows its own and the older ones. */
const VERSION = 1;

/** The file: this header, then every record in order of revision, each preceded by its length. */
const headerFields: readonly Field[] = [
  { name: 'version', number: 1, kind: 'number' },
  { name: 'revision', number: 2, kind: 'number' },
  /** One more than the last compaction, so that 0 is "none" (-1). */
  { name: 'compactedPlusOne', number: 3, kind: 'number' },
  { name: 'records', number: 4, kind: 'number' },
];

/** mvccpb.KeyValue by its numbers, and beyond them what etcd keeps in the key of its database: sub and tombstone. */
const recordFields: readonly Field[] = [
  { name: 'key', number: 1, kind: 'bytes' },
  { name: 'createRevision', number: 2, kind: 'number' },
  { name: 'modRevision', number: 3, kind: 'number' },
  { name: 'version', number: 4, kind: 'number' },
  { name: 'value', number: 5, kind: 'bytes' },
  { name: 'lease', number: 6, kind: 'number' },
  { name: 'sub', number: 16, kind: 'number' },
  { name: 'deleted', number: 17, kind: 'bool' },
];

/** Bytes that are not a saved store. */
export class StoreFormatError extends Error {
  override name = 'StoreFormatError';
}

/** Equal stores give equal bytes. */
export function encodeStore(state: StoreState): Uint8Array {
  const records = [...state.changes.values()].flat();
  const header = {
    version: VERSION,
    revision: state.revision,
    compactedPlusOne: state.compacted + 1,
    records: records.length,
  };
  const writer = new BinaryWriter();
  writeLengthAnd(writer, { table: headerFields, values: header });
  for (const record of records) {
    writeLengthAnd(writer, { table: recordFields, values: valuesOf(record) });
  }
  return writer.finish();
}

function writeLengthAnd(writer: BinaryWriter, message: FieldsToWrite): void {
  writer.fork();
  writeFields(writer, message);
  writer.join();
}

/** Throws StoreFormatError. */
export function decodeStore(bytes: Uint8Array): StoreState {
  try {
    return readStore(new BinaryReader(bytes));
  } catch (error) {
    if (error instanceof StoreFormatError) throw error;
    throw new StoreFormatError(`a saved store: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readStore(reader: BinaryReader): StoreState {
  const header = decodeFields('header of a saved store', headerFields, reader.bytes());
  const version = numberField(header, 'version');
  if (version !== VERSION) throw new StoreFormatError(`a saved store of version ${version}, not ${VERSION}`);
  const state = emptyState();
  const count = numberField(header, 'records');
  let filed: KeyRecord[] = [];
  for (let i = 0; i < count; i++) {
    const record = decodeRecord(reader.bytes());
    addRecord(state, record);
    if (filed[0]?.revision.main !== record.revision.main) filed = [];
    if (filed.length === 0) state.changes.set(record.revision.main, filed);
    filed.push(record);
  }
  if (reader.pos !== reader.len) throw new StoreFormatError('a saved store with bytes after its last record');
  state.revision = numberField(header, 'revision');
  state.compacted = numberField(header, 'compactedPlusOne') - 1;
  return state;
}

function valuesOf(record: KeyRecord): FieldsToWrite['values'] {
  return {
    key: record.key,
    createRevision: record.createRevision,
    modRevision: record.revision.main,
    version: record.version,
    value: record.value,
    lease: record.lease,
    sub: record.revision.sub,
    deleted: record.deleted,
  };
}

/** Copies the bytes of key and value, so that a record does not hold the whole file. */
function decodeRecord(bytes: Uint8Array): KeyRecord {
  const fields = decodeFields('record of a saved store', recordFields, bytes);
  const key = bytesField(fields, 'key');
  if (key === undefined) throw new WireFormatError('record of a saved store: no key');
  return {
    key: key.slice(),
    value: bytesField(fields, 'value')?.slice() ?? NO_BYTES,
    revision: { main: numberField(fields, 'modRevision'), sub: numberField(fields, 'sub') },
    createRevision: numberField(fields, 'createRevision'),
    version: numberField(fields, 'version'),
    lease: numberField(fields, 'lease'),
    deleted: boolField(fields, 'deleted'),
  };
}
