import type { LayoutProps } from './panel/layout-props.ts';

/** What only the page's layout can do, for what stands outside of it (the palette). Until the page is drawn it does nothing. */
interface PageActs {
  focusForm: () => void;
  openForm: LayoutProps['openForm'];
}

export const pageActs: PageActs = { focusForm: () => undefined, openForm: () => undefined };
