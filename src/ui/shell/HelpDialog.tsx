import { useTranslation } from 'react-i18next';
import { keyCommands } from '../key-bindings.ts';
import { useView } from '../view-state.ts';
import { Modal } from './Modal.tsx';

const GROUPS = ['time', 'cluster', 'page'] as const;
const FOCUS = ['escape', 'arrows', 'space', 'chosen'] as const;
const POINTER = ['split', 'cut', 'move', 'click', 'entry', 'timeline', 'branch'] as const;
const SIGNS = ['shape', 'colour', 'timer', 'votes', 'tokens', 'doomed', 'stacks'] as const;

/** Every key of the command table, what the pointer does, and how to read the stage. */
export default function HelpDialog() {
  const { t } = useTranslation('help');
  return (
    <Modal title={t('title')} onClose={() => useView.getState().setHelpOpen(false)}>
      <div className="help">
        <section>
          <h3>{t('keys')}</h3>
          {GROUPS.map((group) => (
            <dl key={group} className="help-keys">
              {keyCommands
                .filter((command) => command.group === group)
                .map((command) => (
                  <div key={command.id}>
                    <dt>
                      {command.caps.map((cap) => (
                        <kbd key={cap}>{cap}</kbd>
                      ))}
                    </dt>
                    <dd>{t(`command.${command.id}`)}</dd>
                  </div>
                ))}
            </dl>
          ))}
        </section>
        <section>
          <h3>{t('focus')}</h3>
          <ul>
            {FOCUS.map((id) => (
              <li key={id}>{t(`focusDoes.${id}`)}</li>
            ))}
          </ul>
          <h3>{t('pointer')}</h3>
          <ul>
            {POINTER.map((id) => (
              <li key={id}>{t(`pointerDoes.${id}`)}</li>
            ))}
          </ul>
          <h3>{t('reading')}</h3>
          <ul>
            {SIGNS.map((id) => (
              <li key={id}>{t(`sign.${id}`)}</li>
            ))}
          </ul>
        </section>
      </div>
    </Modal>
  );
}
