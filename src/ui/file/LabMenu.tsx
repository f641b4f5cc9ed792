import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../act.ts';
import { LayoutMenu } from '../panel/LayoutMenu.tsx';
import { menuItems } from './menu-items.ts';
import './file.css';

/** What can be done with the lab as a whole: what the button in the bar folds out. */
export default function LabMenu() {
  const { t } = useTranslation('file');
  const act = useAct();
  const menu = useRef<HTMLDivElement>(null);
  return (
    <div className="lab-menu" ref={menu}>
      {menuItems.map(({ id, run }) => (
        <button
          key={id}
          type="button"
          className="button button-quiet"
          onClick={(event) => {
            // What it opens has the page.
            event.currentTarget.closest('details')?.removeAttribute('open');
            act(async (lab) => run(lab));
          }}
        >
          {t(`menu.${id}`)}
        </button>
      ))}
      <hr />
      <LayoutMenu
        name="lab-layout"
        onChosen={() => menu.current?.closest('details')?.removeAttribute('open')}
      />
    </div>
  );
}
