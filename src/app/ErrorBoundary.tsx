import { Component, type ReactNode } from 'react';
import { CannotRun } from '../ui/CannotRun.tsx';

interface State {
  readonly reason: string | undefined;
}

/** A broken page says so, instead of going blank. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { reason: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    return reason === undefined ? this.props.children : <CannotRun reason={{ type: 'crashed', reason }} />;
  }
}
