import { useTranslation } from 'react-i18next';
import type { ClientFrame } from '../../lab/frame/frame.ts';
import { useAct } from '../act.ts';

/** A button for one of several clients: it shows what it does, and its name says to whom, too. */
export function Tell({ words, name, onPress }: { words: string; name: string; onPress: () => void }) {
  return (
    <button type="button" className="button button-tiny" aria-label={`${words} ${name}`} onClick={onPress}>
      {words}
    </button>
  );
}

/** What can be done to the process of any client. */
export function PauseAndStop({ name, status }: Pick<ClientFrame, 'name' | 'status'>) {
  const { t } = useTranslation('clients');
  const act = useAct();
  const command = (type: 'pauseClient' | 'resumeClient' | 'stopClient') => () =>
    act((lab) => lab.act({ type, client: name }));
  const paused = status === 'paused';
  return (
    <>
      <Tell
        words={t(paused ? 'tell.resume' : 'tell.pause')}
        name={name}
        onPress={command(paused ? 'resumeClient' : 'pauseClient')}
      />
      <Tell words={t('tell.stop')} name={name} onPress={command('stopClient')} />
    </>
  );
}
