import * as v from 'valibot';
import { byType, fields, list, text, whole, word } from '../base/schema.ts';
import { bytes, clientOperation } from '../etcd/operation-schema.ts';
import type { Instruction } from './effect.ts';
import { loadChange } from './load.ts';

const job = v.exactOptional(whole(1, Number.MAX_SAFE_INTEGER));

/** What may be asked of a running program, as it may come from outside. */
export const instructionSchema = byType<Instruction>('what a client is told', {
  release: fields({ type: v.literal('release') }),
  publish: fields({ type: v.literal('publish'), value: bytes }),
  call: fields({ type: v.literal('call'), operation: clientOperation }),
  dial: fields({ type: v.literal('dial'), load: loadChange }),
  stopKeepAlive: fields({ type: v.literal('stopKeepAlive') }),
  line: fields({ type: v.literal('line'), text: text }),
  exec: fields({
    type: v.literal('exec'),
    argv: list(text, 'the words of a command'),
    env: list(v.strictTuple([text, text]), 'pairs of a name and a value'),
    stdin: v.exactOptional(bytes),
  }),
  input: fields({ type: v.literal('input'), bytes, job }),
  eof: fields({ type: v.literal('eof'), job }),
  signal: fields({ type: v.literal('signal'), signal: word(['SIGINT', 'SIGTERM', 'SIGKILL']), job }),
});
