import { memo, useImperativeHandle, useRef, type FormEvent, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import type { NodeId } from '../../base/flavor.ts';
import type { RequestFrame } from '../../lab/frame/frame.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import { formatMs, formatNode } from '../../view/say/format.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { useAct } from '../act.ts';
import { askStage } from '../stage/stage-asks.ts';
import { currentView, useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { NodeChoice } from './NodeChoice.tsx';
import './client-form.css';
import { tokenOfSession } from './use-call.ts';

/** How others reach the form: a key, a node's menu. */
export interface ClientFormHandle {
  open(operation?: 'put' | 'get', node?: NodeId): void;
}

const OPERATIONS = ['put', 'get', 'del'] as const;
type Operation = (typeof OPERATIONS)[number];
const CHIPS = 4;

interface Draft {
  readonly operation: Operation;
  readonly key: string;
  readonly value: string;
  readonly consistency: 'linearizable' | 'serializable';
}

/** What has been typed: on a phone the form goes when another view is looked at, and is as it was when one comes back. */
const useDraft = create<Draft>(() => ({
  operation: 'put',
  key: 'x',
  value: '1',
  consistency: 'linearizable',
}));

/** A client's call: what, where, and how it ended. */
export function ClientForm({ ref }: { ref?: Ref<ClientFormHandle> }) {
  const { t } = useTranslation('controls');
  const act = useAct();
  const node = useView((state) => state.clientNode);
  const setNode = useView((state) => state.setClientNode);
  const { operation, key, value, consistency } = useDraft();
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({
    open(wanted, at) {
      if (wanted) useDraft.setState({ operation: wanted });
      if (at !== undefined) setNode(at);
      input.current?.focus();
      input.current?.select();
    },
  }));
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    const where = node === undefined ? {} : { node };
    const bytes = encodeUtf8(key);
    const asked: ClientOperation =
      operation === 'put'
        ? { type: 'put', key: bytes, value: encodeUtf8(value) }
        : operation === 'get'
          ? { type: 'range', key: bytes, revision: 0, consistency }
          : { type: 'deleteRange', key: bytes };
    act((lab) => lab.call({ operation: asked, ...where, ...tokenOfSession() }));
    // The next put writes the next number, so that pressing Enter again is worth something.
    if (operation === 'put' && /^\d+$/.test(value)) useDraft.setState({ value: String(Number(value) + 1) });
  };
  /** By Enter: sent, and the keys are the page's again, unless Shift says that more is to come. */
  const onKeyDown = (event: KeyboardEvent) => {
    const isField = event.target instanceof HTMLElement && event.target.matches('input, [type=submit]');
    if (event.key !== 'Enter' || !isField || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (event.repeat) return;
    send();
    if (!event.shiftKey) askStage({ type: 'focus', on: undefined });
  };
  return (
    <form
      className="client-form"
      onSubmit={send}
      onKeyDown={onKeyDown}
      aria-label={t('client.title')}
      title={t('client.sendDoes')}
    >
      <div className="client-form-inputs">
        <select
          aria-label={t('client.operation')}
          value={operation}
          onChange={(event) =>
            useDraft.setState({ operation: OPERATIONS.find((each) => each === event.target.value) ?? 'put' })
          }
        >
          {OPERATIONS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <input
          ref={input}
          aria-label={t('client.key')}
          placeholder={t('client.key')}
          value={key}
          size={8}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => useDraft.setState({ key: event.target.value })}
        />
        {operation === 'put' && (
          <>
            <span className="client-form-sign">=</span>
            <input
              aria-label={t('client.value')}
              placeholder={t('client.value')}
              value={value}
              size={8}
              spellCheck={false}
              onChange={(event) => useDraft.setState({ value: event.target.value })}
            />
          </>
        )}
        {operation === 'get' && (
          <select
            aria-label={t('client.consistency')}
            value={consistency}
            onChange={(event) =>
              useDraft.setState({
                consistency: event.target.value === 'serializable' ? 'serializable' : 'linearizable',
              })
            }
          >
            <option value="linearizable">{t('client.linearizable')}</option>
            <option value="serializable">{t('client.serializable')}</option>
          </select>
        )}
        <NodeChoice />
        <button type="submit" className="button button-send">
          {t('client.send')}
        </button>
        <button
          type="button"
          className="button button-quiet"
          onClick={() => currentView().openCalls(operation)}
        >
          {t('client.more')}
        </button>
      </div>
      <Outcomes />
    </form>
  );
}

/** The last calls with how they ended; a click shows one in the inspector. */
function Outcomes() {
  const { t } = useTranslation('controls');
  const requests = useFramePart((frame) => frame.requests) ?? [];
  if (requests.length === 0) return <p className="client-form-hint">{t('client.hint')}</p>;
  return (
    <ul className="outcomes" aria-label={t('client.outcomes')} aria-live="polite">
      {requests
        .slice(-CHIPS)
        .toReversed()
        .map((request) => (
          <OutcomeChip key={request.id} request={request} />
        ))}
    </ul>
  );
}

/** Drawn again only when something about its call has changed. */
const OutcomeChip = memo(function OutcomeChip({ request }: { request: RequestFrame }) {
  const { t } = useTranslation('common');
  const select = useView((state) => state.select);
  const act = useAct();
  const took =
    request.returnedAt === undefined ? '' : ` ${formatMs(request.returnedAt - request.invokedAt)} ms`;
  const read =
    request.status === 'ok' && request.kind === 'get'
      ? ` → ${request.kvs.map((kv) => kv.value).join(', ') || '∅'}`
      : '';
  return (
    <li>
      <button
        type="button"
        className="outcome"
        data-status={request.status}
        title={request.error}
        onClick={() => {
          select({ type: 'request', id: request.id });
          act((lab) => lab.seek((request.returnedAt ?? request.invokedAt) / 1000));
        }}
      >
        <span className="outcome-mark" aria-hidden="true" />
        <code>
          {request.label}
          {read}
        </code>
        <span>
          {formatNode(request.node)} · {t(`outcome.${request.status}`)}
          {took}
        </span>
        {request.staleBy > 0 && <b className="outcome-stale">{t('stale', { count: request.staleBy })}</b>}
      </button>
    </li>
  );
});
