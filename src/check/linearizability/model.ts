/**
 * What the system would do if it did one thing at a time. States are values: a step never changes the one it starts from.
 */
export interface SequentialModel<State, Operation> {
  readonly initial: State;
  /**
   * The state after the operation, if it can have come out as it did; undefined if it cannot. Where nothing changes it is
   * the same state.
   */
  readonly step: (state: State, operation: Operation) => { readonly state: State } | undefined;
  /** Equal for equal states only. */
  readonly name: (state: State) => string;
  /** Whether it never changes the state, wherever it is done. Absent: nobody knows of any operation. */
  readonly isRead?: (operation: Operation) => boolean;
  /** Operations with the same kind do the same wherever they are done; undefined: this one is like no other. */
  readonly kind?: (operation: Operation) => string | undefined;
  /** Whether an operation cannot come out as it did from this state on, whatever is done before it. */
  readonly isLost?: (state: State, operation: Operation) => boolean;
}
