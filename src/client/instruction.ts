import * as v from 'valibot';
import { byType, fields } from '../base/schema.ts';
import { bytes, clientOperation } from '../etcd/operation-schema.ts';
import type { Instruction } from './effect.ts';
import { loadChange } from './load.ts';

/** What may be asked of a running program, as it may come from outside. */
export const instructionSchema = byType<Instruction>('what a client is told', {
  release: fields({ type: v.literal('release') }),
  publish: fields({ type: v.literal('publish'), value: bytes }),
  call: fields({ type: v.literal('call'), operation: clientOperation }),
  dial: fields({ type: v.literal('dial'), load: loadChange }),
  stopKeepAlive: fields({ type: v.literal('stopKeepAlive') }),
});
