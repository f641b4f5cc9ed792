import { createContext, useContext, type ReactNode } from 'react';
import { present } from '../base/assert.ts';
import type { LabPort } from '../lab/lab-port.ts';

const LabContext = createContext<LabPort | undefined>(undefined);

export function LabProvider({ lab, children }: { lab: LabPort; children: ReactNode }) {
  return <LabContext value={lab}>{children}</LabContext>;
}

/** The lab of this page. Every call may reject; `useAct` (act.ts) shows the reason and is what most callers want. */
export function useLab(): LabPort {
  return present(useContext(LabContext), 'a component that uses the lab is inside LabProvider');
}
