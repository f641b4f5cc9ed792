import { t } from 'i18next';
import type { RequestFrame } from '../../lab/frame/frame.ts';
import { formatSeconds, formatSpan } from '../../view/say/format.ts';

/** Sentences about a client's call in the page's language. Errors stay in etcd's own words. */

export function durationWords(request: RequestFrame, at: number): string {
  return request.returnedAt === undefined
    ? t('clients:since', { span: formatSpan(at - request.invokedAt) })
    : formatSpan(request.returnedAt - request.invokedAt);
}

/** What came back: the keys read, the revision, or etcd's error. */
export function resultWords(request: RequestFrame): string {
  if (request.error !== undefined) return request.error;
  if (request.http !== undefined) return request.http.status === undefined ? '' : String(request.http.status);
  const words: string[] = [];
  if (request.kind === 'get' && request.status === 'ok') {
    words.push(
      request.kvs.length === 0
        ? t('clients:nothingFound')
        : request.kvs.map(({ key, value }) => `${key}=${value}`).join(' '),
    );
  }
  if (request.staleBy > 0) words.push(t('clients:staleBy', { count: request.staleBy }));
  if (request.revision !== undefined) words.push(t('clients:revision', { revision: request.revision }));
  return words.join(' · ');
}

/** For the tip: the call, how it stands, when. */
export function callLines(request: RequestFrame, at: number): string[] {
  const result = resultWords(request);
  return [
    `${request.label} · ${t('clients:at', { id: request.node })}`,
    `${t(`clients:status.${request.status}`)}: ${t(`clients:statusHint.${request.status}`)}`,
    ...(result === '' ? [] : [result]),
    `${t('clients:invoked', { seconds: formatSeconds(request.invokedAt) })} · ${durationWords(request, at)}`,
  ];
}
