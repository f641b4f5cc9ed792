import { useTranslation } from 'react-i18next';
import { isMessageType, messageTypeNumber, type MessageType } from '../../raft/message.ts';
import { messageTypes } from '../../view/message/message-look.ts';
import { Modal } from '../shell/Modal.tsx';
import { useView } from '../view-state.ts';
import { MessagePage } from './MessagePage.tsx';

/** The page of one type of raft's messages, and the way to those of the others. */
export default function ReferenceDialog({ onClose }: { onClose?: () => void }) {
  const { t } = useTranslation('reference');
  const shown = useView((state) => state.reference) ?? 'MsgApp';
  const type: MessageType = isMessageType(shown) ? shown : 'MsgApp';
  const close = onClose ?? (() => useView.setState({ reference: undefined }));
  return (
    <Modal title={t('title')} onClose={close}>
      <div className="reference">
        <label className="reference-choice">
          {t('choose')}{' '}
          <select value={type} onChange={(event) => open(event.target.value)}>
            {messageTypes.filter(isMessageType).map((each) => (
              <option key={each} value={each}>
                {`${messageTypeNumber[each]} ${each}`}
              </option>
            ))}
          </select>
        </label>
        <MessagePage type={type} onLeave={close} />
      </div>
    </Modal>
  );
}

function open(type: string): void {
  if (isMessageType(type)) useView.setState({ reference: type });
}
