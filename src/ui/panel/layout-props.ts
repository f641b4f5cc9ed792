import type { RefObject } from 'react';
import type { NodeId } from '../../base/flavor.ts';
import type { ClientFormHandle } from '../calls/ClientForm.tsx';

/** What every layout of the page is given: the form for a quick call, and how a node's menu opens it. */
export interface LayoutProps {
  readonly form: RefObject<ClientFormHandle | null>;
  readonly openForm: (form: 'put' | 'get', node: NodeId) => void;
}
