import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { commandLineOf } from '../../console/command-line.ts';
import { addressOf } from '../../node/core/address.ts';
import { callGroups, callKinds, formed, type Asked } from '../../forms/call-form.ts';
import { formedTxn } from '../../forms/txn-form.ts';
import { useAct } from '../act.ts';
import { useView } from '../view-state.ts';
import { useFramePart } from '../use-frame.ts';
import { Answers } from './Answers.tsx';
import { useCalls } from './call-store.ts';
import { CallFields } from './CallFields.tsx';
import './calls.css';
import { CommandLineBox } from './CommandLineBox.tsx';
import { Login } from './Login.tsx';
import { NodeChoice } from './NodeChoice.tsx';
import { TxnForm } from './TxnForm.tsx';
import { tokenOfSession } from './use-call.ts';

/** Any call of etcd's API: which, with what, to whom and as whom; the same as an etcdctl line; what came of it. */
export default function CallsPanel() {
  const { t } = useTranslation('calls');
  const kind = useView((state) => state.callKind);
  const openCalls = useView((state) => state.openCalls);
  const values = useCalls((state) => state.values[kind]) ?? {};
  const txn = useCalls((state) => state.txn);
  const known = useFramePart((frame) => frame.store?.etcd);
  const node = useView((state) => state.clientNode);
  const send = useSend();
  const form = kind === 'txn' ? formedTxn(txn) : formed(kind, values);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.ok) send(form.asked, t(`kind.${kind}`), node);
  };
  return (
    <div className="calls-panel">
      <h2 className="visually-hidden">{t('title')}</h2>
      <label className="calls-kind">
        <span className="visually-hidden">{t('which')}</span>
        <select
          value={kind}
          onChange={(event) => openCalls(callKinds.find((each) => each === event.target.value) ?? 'put')}
        >
          {Object.entries(callGroups).map(([group, kinds]) => (
            <optgroup key={group} label={t(`group.${group as keyof typeof callGroups}`)}>
              {kinds.map((each) => (
                <option key={each} value={each}>
                  {t(`kind.${each}`)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <p className="muted small">{t(`does.${kind}`)}</p>
      <form className="calls-form" aria-label={t(`kind.${kind}`)} onSubmit={submit}>
        {kind === 'txn' ? <TxnForm /> : <CallFields kind={kind} values={values} known={known} />}
        {!form.ok && (
          <p className="form-error" role="alert">
            {'field' in form
              ? t(`problem.${form.problem}`, { field: t(`field.${form.field}`) })
              : t(`problem.${form.problem}`, { field: t('txn.compareOf', { number: form.compare }) })}
          </p>
        )}
        <div className="calls-send">
          <NodeChoice />
          <button type="submit" className="button button-primary" disabled={!form.ok}>
            {t(kind === 'watch' ? 'open' : 'send')}
          </button>
        </div>
      </form>
      {form.ok && <Line asked={form.asked} />}
      <Login known={known} />
      <Answers />
    </div>
  );
}

/** Makes the call, or opens the watch; what becomes of it is among the answers. */
function useSend(): (asked: Asked, label: string, node: number | undefined) => void {
  const act = useAct();
  return (asked, label, node) =>
    act(async (lab) => {
      const { begin, end, drop } = useCalls.getState();
      const id = begin(label);
      const caller = { ...tokenOfSession(), ...(node === undefined ? {} : { node }) };
      try {
        if (asked.type === 'create') {
          await lab.openStream({ ...caller, kind: 'watch', first: asked });
          end(id, 'opened');
        } else end(id, await lab.call({ ...caller, operation: asked }));
      } catch (error) {
        drop(id);
        throw error;
      }
    });
}

function Line({ asked }: { asked: Asked }) {
  const node = useView((state) => state.clientNode);
  const user = useView((state) => state.session?.user);
  const members = useFramePart((frame) => frame.config.members);
  const endpoint = node === undefined ? undefined : addressOf(members ?? [], node).clientUrls[0];
  const line = commandLineOf(asked, {
    ...(endpoint === undefined ? {} : { endpoint: endpoint.replace(/^https?:\/\//, '') }),
    ...(user === undefined ? {} : { user }),
  });
  return <CommandLineBox line={line} />;
}
