import { create } from 'zustand';
import type { CallResult } from '../../lab/call/call.ts';
import type { CallKind, FieldName, Values } from '../../forms/call-form.ts';
import { firstTxn, type TxnDraft } from '../../forms/txn-form.ts';

/** A call made by a form, and what became of it. */
export interface Answer {
  readonly id: number;
  readonly label: string;
  /** Undefined: not answered yet. 'opened': a stream; what comes on it is in the store panel. */
  readonly result: CallResult | 'opened' | undefined;
}

/** What is typed into the forms and what was answered: it outlives the panel that shows it. */
interface CallState {
  readonly values: Readonly<Partial<Record<CallKind, Values>>>;
  readonly txn: TxnDraft;
  readonly answers: readonly Answer[];
  readonly setValue: (kind: CallKind, name: FieldName, value: string | boolean) => void;
  readonly setTxn: (txn: TxnDraft) => void;
  /** Gives the number by which the answer is told. */
  readonly begin: (label: string) => number;
  readonly end: (id: number, result: CallResult | 'opened') => void;
  readonly drop: (id: number) => void;
}

const ANSWERS_KEPT = 6;
let lastId = 0;

export const useCalls = create<CallState>()((set) => ({
  values: {},
  txn: firstTxn,
  answers: [],
  setValue: (kind, name, value) =>
    set(({ values }) => ({ values: { ...values, [kind]: { ...values[kind], [name]: value } } })),
  setTxn: (txn) => set({ txn }),
  begin: (label) => {
    const id = ++lastId;
    set(({ answers }) => ({
      answers: [{ id, label, result: undefined }, ...answers].slice(0, ANSWERS_KEPT),
    }));
    return id;
  },
  end: (id, result) =>
    set(({ answers }) => ({
      answers: answers.map((answer) => (answer.id === id ? { id, label: answer.label, result } : answer)),
    })),
  drop: (id) => set(({ answers }) => ({ answers: answers.filter((answer) => answer.id !== id) })),
}));
