import { useTranslation } from 'react-i18next';
import {
  compareSigns,
  compareTargets,
  type CompareDraft,
  type OperationDraft,
  type TxnDraft,
} from '../../forms/txn-form.ts';
import { useCalls } from './call-store.ts';

const OPERATIONS = ['put', 'get', 'del'] as const;
const RANGES = ['key', 'prefix', 'fromKey'] as const;
const SIGNS = Object.keys(compareSigns) as (keyof typeof compareSigns)[];

/** A transaction: what is compared, what is done if all of it holds, what else. */
export function TxnForm() {
  const { t } = useTranslation('calls');
  const txn = useCalls((state) => state.txn);
  const setTxn = useCalls((state) => state.setTxn);
  const nextId = 1 + Math.max(0, ...[...txn.compares, ...txn.success, ...txn.failure].map(({ id }) => id));
  return (
    <>
      <fieldset className="txn-part">
        <legend>{t('txn.if')}</legend>
        {txn.compares.map((compare, i) => (
          <CompareRow
            key={compare.id}
            number={i + 1}
            compare={compare}
            onChange={(next) => setTxn({ ...txn, compares: replaced(txn.compares, compare.id, next) })}
          />
        ))}
        <button
          type="button"
          className="button button-tiny"
          onClick={() =>
            setTxn({
              ...txn,
              compares: [
                ...txn.compares,
                { id: nextId, target: 'VALUE', key: 'x', result: 'EQUAL', value: '' },
              ],
            })
          }
        >
          {t('txn.addCompare')}
        </button>
      </fieldset>
      {(['success', 'failure'] as const).map((branch) => (
        <fieldset key={branch} className="txn-part">
          <legend>{t(`txn.${branch}`)}</legend>
          {txn[branch].map((operation, i) => (
            <OperationRow
              key={operation.id}
              name={t('txn.operationOf', { branch: t(`txn.${branch}`), number: i + 1 })}
              operation={operation}
              onChange={(next) => setTxn(withBranch(txn, branch, replaced(txn[branch], operation.id, next)))}
            />
          ))}
          <button
            type="button"
            className="button button-tiny"
            onClick={() =>
              setTxn(
                withBranch(txn, branch, [
                  ...txn[branch],
                  { id: nextId, type: 'put', key: 'x', value: '', range: 'key' },
                ]),
              )
            }
          >
            {t('txn.addOperation')}
          </button>
        </fieldset>
      ))}
    </>
  );
}

function withBranch(
  txn: TxnDraft,
  branch: 'success' | 'failure',
  operations: readonly OperationDraft[],
): TxnDraft {
  return branch === 'success' ? { ...txn, success: operations } : { ...txn, failure: operations };
}

/** The list with one changed, or without it. */
function replaced<Item extends { readonly id: number }>(
  items: readonly Item[],
  id: number,
  next: Item | undefined,
): readonly Item[] {
  return items.flatMap((item) => (item.id !== id ? [item] : next === undefined ? [] : [next]));
}

function CompareRow({
  number,
  compare,
  onChange,
}: {
  number: number;
  compare: CompareDraft;
  onChange: (next: CompareDraft | undefined) => void;
}) {
  const { t } = useTranslation('calls');
  const name = t('txn.compareOf', { number });
  return (
    <div className="txn-row" role="group" aria-label={name}>
      <select
        aria-label={t('txn.target')}
        value={compare.target}
        onChange={(event) =>
          onChange({
            ...compare,
            target: compareTargets.find((each) => each === event.target.value) ?? 'VALUE',
          })
        }
      >
        {compareTargets.map((target) => (
          <option key={target} value={target}>
            {target.toLowerCase()}
          </option>
        ))}
      </select>
      <TextInput
        label={t('field.key')}
        value={compare.key}
        onChange={(key) => onChange({ ...compare, key })}
      />
      <select
        aria-label={t('txn.sign')}
        value={compare.result}
        onChange={(event) =>
          onChange({ ...compare, result: SIGNS.find((each) => each === event.target.value) ?? 'EQUAL' })
        }
      >
        {SIGNS.map((sign) => (
          <option key={sign} value={sign}>
            {compareSigns[sign]}
          </option>
        ))}
      </select>
      <TextInput
        label={t('field.value')}
        value={compare.value}
        onChange={(value) => onChange({ ...compare, value })}
      />
      <Remove name={name} onRemove={() => onChange(undefined)} />
    </div>
  );
}

function OperationRow({
  name,
  operation,
  onChange,
}: {
  name: string;
  operation: OperationDraft;
  onChange: (next: OperationDraft | undefined) => void;
}) {
  const { t } = useTranslation('calls');
  return (
    <div className="txn-row" role="group" aria-label={name}>
      <select
        aria-label={t('txn.operation')}
        value={operation.type}
        onChange={(event) =>
          onChange({ ...operation, type: OPERATIONS.find((each) => each === event.target.value) ?? 'put' })
        }
      >
        {OPERATIONS.map((type) => (
          <option key={type}>{type}</option>
        ))}
      </select>
      <TextInput
        label={t('field.key')}
        value={operation.key}
        onChange={(key) => onChange({ ...operation, key })}
      />
      {operation.type === 'put' ? (
        <TextInput
          label={t('field.value')}
          value={operation.value}
          onChange={(value) => onChange({ ...operation, value })}
        />
      ) : (
        <select
          aria-label={t('field.range')}
          value={operation.range}
          onChange={(event) =>
            onChange({ ...operation, range: RANGES.find((each) => each === event.target.value) ?? 'key' })
          }
        >
          {RANGES.map((range) => (
            <option key={range} value={range}>
              {t(`range.${range}`)}
            </option>
          ))}
        </select>
      )}
      <Remove name={name} onRemove={() => onChange(undefined)} />
    </div>
  );
}

function TextInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <input
      aria-label={label}
      placeholder={label}
      value={value}
      spellCheck={false}
      autoCapitalize="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  const { t } = useTranslation('calls');
  return (
    <button
      type="button"
      className="button button-quiet txn-remove"
      aria-label={t('txn.remove', { what: name })}
      onClick={onRemove}
    >
      ×
    </button>
  );
}
