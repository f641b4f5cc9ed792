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

it('what is left out of the diagram, a chosen window and a causal cone go with the lab, and go when another is opened', () => {
  const chosen = {
    timelineNodes: [1, 3],
    timelineTerms: { first: 2, last: 4 },
    timelineBrush: { from: 1_000, to: 9_000 },
    timelineCone: { type: 'event' as const, number: 12 },
  };
  useView.setState({ ...chosen, timelineFold: undefined });
  const view = parseView(structuredClone(viewOfLab(useView.getState())));
  showLabView({});
  expect(useView.getState()).toMatchObject({
    timelineNodes: [],
    timelineTerms: undefined,
    timelineBrush: undefined,
    timelineCone: undefined,
    timelineFold: [],
  });
  showLabView(view);
  expect(useView.getState()).toMatchObject({ ...chosen, timelineFold: undefined });
  // What is none is left out.
  expect(
    parseView({ timelineNodes: ['n1'], timelineTerms: { first: 1 }, timelineCone: { type: 'node', id: 1 } }),
  ).toEqual({});
});

it('breakpoints and watch expressions go with the lab, and those of another lab do not stay', () => {
  const breakpoints = [{ id: 1, condition: 'commit(2) >= 5', on: false }];
  const watches = ['leader', 'was(role(2))'];
  useView.setState({ breakpoints, watches });
  const view = parseView(structuredClone(viewOfLab(useView.getState())));
  expect(view).toMatchObject({ breakpoints, watches });
  showLabView({});
  expect(useView.getState()).toMatchObject({ breakpoints: [], watches: [] });
  showLabView(view);
  expect(useView.getState()).toMatchObject({ breakpoints, watches });
  expect(
    parseView({ breakpoints: [{ id: 1, condition: 7, on: true }], watches: ['x'.repeat(1001)] }),
  ).toEqual({});
});

it('where somebody has put nodes goes with the lab, and those of another lab stand on their ring', () => {
  const arrangement = [{ node: 2, x: 0.25, y: 1 }];
  useView.setState({ arrangement });
  const view = parseView(structuredClone(viewOfLab(useView.getState())));
  showLabView({});
  expect(useView.getState().arrangement).toEqual([]);
  expect(viewOfLab(useView.getState()).arrangement).toBeUndefined();
  showLabView(view);
  expect(useView.getState().arrangement).toEqual(arrangement);
  expect(parseView({ arrangement: [{ node: 2, x: 1.5, y: 0 }] })).toEqual({});
});
