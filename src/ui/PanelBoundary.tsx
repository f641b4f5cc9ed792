import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface State {
  readonly reason: string | undefined;
}

/** What breaks in one part of the page is said there, and may be drawn anew; the rest of the page goes on. */
export class PanelBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { reason: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    if (reason === undefined) return this.props.children;
    return <Broken reason={reason} onAgain={() => this.setState({ reason: undefined })} />;
  }
}

function Broken({ reason, onAgain }: { reason: string; onAgain: () => void }) {
  const { t } = useTranslation('common');
  return (
    <div className="late" role="alert">
      <p>{t('late.broken')}</p>
      <p className="late-reason">{reason}</p>
      <button type="button" className="button" onClick={onAgain}>
        {t('late.showAgain')}
      </button>
    </div>
  );
}
