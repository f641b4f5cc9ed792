import { useTranslation } from 'react-i18next';
import type { StoreFrame } from '../../lab/frame/frame.ts';
import { formatNode } from '../../view/say/format.ts';
import { rangeText } from '../../view/store/watch-lanes.ts';
import { useCall } from '../calls/use-call.ts';
import { currentView } from '../view-state.ts';

/** What an alarm forbids now, and who raised it. */
export function Alarms({ store }: { store: StoreFrame }) {
  const { t } = useTranslation('store');
  const call = useCall();
  return store.etcd.alarms.map(({ node, member, alarm }) => (
    <div key={`${alarm} ${node ?? '?'}`} className="alarm">
      <p>
        <strong>{t(`alarm.${alarm}`)}</strong>
      </p>
      <p className="small">
        {t('alarm.by', { node: node === undefined ? t('alarm.unknownNode') : formatNode(node) })}{' '}
        <button
          type="button"
          className="button button-tiny"
          onClick={() => call({ operation: { type: 'alarm', action: 'DEACTIVATE', member, alarm } })}
        >
          {t('alarm.disarm')}
        </button>
      </p>
    </div>
  ));
}

/** Users with their roles, roles with their permissions; folded away while there is nobody. */
export function Rights({ store }: { store: StoreFrame }) {
  const { t } = useTranslation('store');
  const { enabled, revision, users, roles } = store.etcd.auth;
  return (
    <section className="store-part">
      <h3>{t('auth.title')}</h3>
      {users.length === 0 && roles.length === 0 ? (
        <p className="muted">
          {t('auth.none')}{' '}
          <button
            type="button"
            className="link-button"
            onClick={() => currentView().openCalls('authUserAdd')}
          >
            {t('auth.add')}
          </button>
        </p>
      ) : (
        <>
          <p className={enabled ? 'small auth-on' : 'small muted'}>
            {t(enabled ? 'auth.enabled' : 'auth.disabled')} {t('auth.revision', { revision })}
          </p>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('auth.user')}</th>
                <th scope="col" className="wide">
                  {t('auth.role')}
                </th>
              </tr>
            </thead>
            <tbody>
              {users.map((user) => (
                <tr key={user.name}>
                  <th scope="row">{user.name}</th>
                  <td className="wide">{user.roles.join(', ') || t('auth.noRoles')}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {roles.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('auth.role')}</th>
                  <th scope="col" className="wide">
                    {t('auth.permissions')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {roles.map((role) => (
                  <tr key={role.name}>
                    <th scope="row">{role.name}</th>
                    <td className="wide">
                      {role.permissions
                        .map(({ permType, key, rangeEnd }) => `${permType} ${rangeText(key, rangeEnd)}`)
                        .join(', ') || t('auth.noPermissions')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </section>
  );
}
