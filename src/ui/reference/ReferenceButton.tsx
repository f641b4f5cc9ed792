import { useTranslation } from 'react-i18next';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import { useView } from '../view-state.ts';

/** The way from a type of message to what is known of it; raft's types have a page each. */
export function ReferenceButton({ type }: { type: BusMessageType }) {
  const { t } = useTranslation('common');
  if (!type.startsWith('Msg')) return null;
  const says = t('whatIs', { type });
  return (
    <button
      type="button"
      className="button button-tiny reference-button"
      title={says}
      aria-label={says}
      onClick={() => useView.setState({ reference: type })}
    >
      ?
    </button>
  );
}
