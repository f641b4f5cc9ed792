import { t } from 'i18next';
import { unreachable } from '../../base/assert.ts';
import { isRecipeError, type ProgramOutcome } from '../../client/effect.ts';
import { errorText } from '../../etcd/error.ts';
import type { ClientFrame } from '../../lab/frame/frame.ts';
import { formatId, formatNode } from '../../view/say/format.ts';
import { showBytes } from '../../view/say/show-bytes.ts';

type Note = ClientFrame['lines'][number]['note'];

/** What a client tells of itself, in the page's language. */
export function noteWords(note: Note): string {
  switch (note.type) {
    case 'leaseGranted':
    case 'leaseKept':
    case 'leaseLost':
      return t(`clients:note.${note.type}`, {
        lease: formatId(note.lease),
        ttl: 'ttl' in note ? note.ttl : 0,
      });
    case 'waiting':
      return t('clients:note.waiting', { behind: showBytes(note.behind) });
    case 'owner':
      return t('clients:note.owner', { key: showBytes(note.key), revision: note.createRevision });
    case 'holds':
      return t(`clients:note.holds.${note.mode}`, { key: showBytes(note.key) });
    case 'entered':
      return t('clients:note.entered', { key: showBytes(note.key) });
    case 'observed':
      return t('clients:note.observed', { value: showBytes(note.kv.value), key: showBytes(note.kv.key) });
    case 'conflict':
      return t('clients:note.conflict', { attempt: note.attempt });
    case 'written':
      return t('clients:note.written', { key: showBytes(note.key), revision: note.revision });
    case 'found':
      return t('clients:note.found', {
        what: note.kvs.map(({ key, value }) => `${showBytes(key)}=${showBytes(value)}`).join(' ') || '∅',
      });
    case 'seen':
      return t('clients:note.seen', {
        what: note.events
          .map(
            ({ type, kv }) =>
              `${type} ${showBytes(kv.key)}${type === 'PUT' ? `=${showBytes(kv.value)}` : ''}`,
          )
          .join(', '),
        revision: note.revision,
      });
    case 'cancelled':
      return t('clients:note.cancelled', { revision: note.compactRevision });
    case 'answered':
      return note.result.status === 'ok'
        ? t('clients:note.answered', {
            operation: note.operation.type,
            revision: note.result.result.revision,
          })
        : `${note.operation.type}: ${errorText(note.result.error)}`;
    case 'retrying':
      return t('clients:note.retrying', {
        attempt: note.attempt,
        node: formatNode(note.endpoint),
        error: errorText(note.error),
      });
    case 'resuming':
      return t('clients:note.resuming', { node: formatNode(note.endpoint), revision: note.fromRevision });
    case 'typed':
      return `$ ${note.text}`;
    case 'input':
      return note.text;
    case 'output':
      return showBytes(note.bytes);
    case 'ended':
      return t('clients:note.ended', { code: note.exitCode });
    case 'done':
      return outcomeWords(note.outcome);
    default:
      return unreachable(note);
  }
}

function outcomeWords(outcome: ProgramOutcome): string {
  switch (outcome.type) {
    case 'locked':
    case 'elected':
      return t(`clients:outcome.${outcome.type}`, { revision: outcome.createRevision });
    case 'leader':
      return t('clients:note.observed', {
        value: showBytes(outcome.kv.value),
        key: showBytes(outcome.kv.key),
      });
    case 'taken':
      return t('clients:outcome.taken', {
        what: outcome.kvs.map(({ value }) => showBytes(value)).join(', ') || '∅',
      });
    case 'committed':
      return t('clients:outcome.committed', { revision: outcome.revision, count: outcome.attempts });
    case 'answered':
      return t('clients:outcome.answered', { count: outcome.results.length });
    case 'released':
    case 'finished':
      return t(`clients:outcome.${outcome.type}`);
    case 'failed':
      return t('clients:outcome.failed', {
        status: t(`clients:status.${outcome.status}`),
        error: programErrorText(outcome.error),
      });
    default:
      return unreachable(outcome);
  }
}

type ProgramError = Extract<ProgramOutcome, { type: 'failed' }>['error'];

/** etcd's words; for what only its client library says, ours. */
function programErrorText(error: ProgramError): string {
  return isRecipeError(error) ? t(`clients:error.${error}`) : errorText(error);
}
