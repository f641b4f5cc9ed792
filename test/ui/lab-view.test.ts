import { beforeEach, expect, it } from 'vitest';
import { parseView } from '../../src/saved/saved-view.ts';
import { showLabView, viewOfLab } from '../../src/ui/lab-view.ts';
import { useView } from '../../src/ui/view-state.ts';

beforeEach(() => useView.setState(useView.getInitialState()));

it('the instant that is kept to be compared goes with the lab, and one of another lab does not stay', () => {
  const kept = { branch: 2, event: 70, at: 1_500_000 };
  useView.setState({ kept });
  const view = parseView(structuredClone(viewOfLab(useView.getState())));
  expect(view.kept).toEqual(kept);
  showLabView({});
  expect(useView.getState().kept).toBeUndefined();
  showLabView(view);
  expect(useView.getState().kept).toEqual(kept);
  expect(parseView({ kept: { branch: 0, event: 1, at: 0 }, panelTab: 'store' })).toEqual({
    panelTab: 'store',
  });
});
