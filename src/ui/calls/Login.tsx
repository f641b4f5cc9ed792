import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError, useAct } from '../act.ts';
import { useView } from '../view-state.ts';
import type { Known } from './known.ts';

/** Who calls: nobody, or a user whose password was given; their token goes with every call of the page. */
export function Login({ known }: { known: Known }) {
  const { t } = useTranslation('calls');
  const session = useView((state) => state.session);
  const setSession = useView((state) => state.setSession);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const act = useAct();
  const users = known?.auth.users ?? [];
  // Another run, or a past before that user: the token is worth nothing there.
  const isStranger =
    known !== undefined && session !== undefined && !users.some((each) => each.name === session.user);
  useEffect(() => {
    if (isStranger) setSession(undefined);
  }, [isStranger, setSession]);
  if (session !== undefined) {
    return (
      <p className="login" data-on="">
        <span>{t('login.as', { user: session.user })}</span>
        <button type="button" className="button button-tiny" onClick={() => setSession(undefined)}>
          {t('login.out')}
        </button>
      </p>
    );
  }
  if (users.length === 0) return null;
  const name = users.some((each) => each.name === user) ? user : (users[0]?.name ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async (lab) => {
      const answer = await lab.call({ operation: { type: 'authenticate', name, password } });
      if (answer.status !== 'ok') reportError(new Error(answer.error));
      else if (answer.result.type === 'authenticate') {
        setSession({ user: name, token: answer.result.token });
        setPassword('');
      }
    });
  };
  return (
    <form className="login" onSubmit={submit} aria-label={t('login.title')}>
      <span className={known?.auth.enabled ? 'login-needed' : 'muted'}>
        {t(known?.auth.enabled ? 'login.needed' : 'login.none')}
      </span>
      <select aria-label={t('field.user')} value={name} onChange={(event) => setUser(event.target.value)}>
        {users.map((each) => (
          <option key={each.name}>{each.name}</option>
        ))}
      </select>
      <input
        type="password"
        autoComplete="off"
        aria-label={t('field.password')}
        placeholder={t('field.password')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <button type="submit" className="button">
        {t('login.in')}
      </button>
    </form>
  );
}
