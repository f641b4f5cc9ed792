import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import { innerOrder, layers, pureLayers } from './layers.ts';

async function modules(): Promise<ICruiseResult['modules']> {
  const { output } = await cruise(['src'], {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  });
  return (output as ICruiseResult).modules.filter((module) => module.source.startsWith('src/'));
}

function room(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** The folder within the room. */
function inner(path: string): string {
  return /^src\/[^/]+\/([^/]+)\//.exec(path)?.[1] ?? '';
}

describe('the house (src/README.md)', async () => {
  const all = await modules();

  it('is read at all', () => {
    expect(all.length).toBeGreaterThan(15);
  });

  it('has only rooms that are on the plan', () => {
    const strangers = all.map((module) => module.source).filter((path) => !layers.includes(room(path) ?? ''));
    expect(strangers).toEqual([]);
  });

  it('imports values only from the layers above', () => {
    const wrong = all.flatMap((module) =>
      module.dependencies
        .filter((dependency) => !dependency.typeOnly && !dependency.dependencyTypes.includes('type-only'))
        .filter((dependency) => {
          const to = room(dependency.resolved);
          const from = room(module.source);
          return to !== undefined && from !== undefined && layers.indexOf(to) > layers.indexOf(from);
        })
        .map((dependency) => `${module.source} -> ${dependency.resolved}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the order within rooms that have one', () => {
    const wrong = all.flatMap((module) =>
      module.dependencies
        .filter((dependency) => !dependency.typeOnly && !dependency.dependencyTypes.includes('type-only'))
        .filter((dependency) => {
          const order = innerOrder[room(module.source) ?? ''];
          if (order === undefined || room(dependency.resolved) !== room(module.source)) return false;
          return order.indexOf(inner(dependency.resolved)) > order.indexOf(inner(module.source));
        })
        .map((dependency) => `${module.source} -> ${dependency.resolved}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no cycle of values', () => {
    // Types may refer to each other in circles. Modules whose imports can all be run before them are taken away, again
    // and again: those that are left run in a circle, or need one that does.
    const left = new Map(
      all.map(({ source, dependencies }) => [
        source,
        dependencies
          .filter((each) => !each.typeOnly && !each.dependencyTypes.includes('type-only'))
          .map((each) => each.resolved),
      ]),
    );
    for (let size = -1; size !== left.size;) {
      size = left.size;
      for (const [source, imports] of left) if (!imports.some((each) => left.has(each))) left.delete(source);
    }
    expect([...left.keys()]).toEqual([]);
  });

  it('keeps pure layers free of the browser, of React and of Node.js', () => {
    const impure = all
      .filter((module) => pureLayers.includes(room(module.source) ?? ''))
      .flatMap((module) =>
        module.dependencies
          .filter((dependency) => /^(react|zustand|comlink|node:|i18next|fs|path)/.test(dependency.module))
          .map((dependency) => `${module.source} -> ${dependency.module}`),
      );
    expect(impure).toEqual([]);
  });
});
