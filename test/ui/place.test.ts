import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { placeBeside } from '../../src/ui/place.ts';

const window = { width: 1000, height: 600 };
const button = (left: number, top: number) => ({ left, top, right: left + 80, bottom: top + 24 });

describe('where something opens that belongs to a button', () => {
  it('is below it, right edges in line', () => {
    expect(placeBeside(button(500, 100), { width: 200, height: 150 }, window)).toEqual({
      left: 380,
      top: 129,
      maxHeight: 463,
    });
  });

  it('is above it where below there is less room than it needs', () => {
    expect(placeBeside(button(500, 500), { width: 200, height: 150 }, window)).toMatchObject({ top: 345 });
  });

  it('is moved right when it would begin left of the window', () => {
    expect(placeBeside(button(60, 100), { width: 300, height: 150 }, window).left).toBe(8);
  });

  it('is only as high as the room there is', () => {
    expect(placeBeside(button(500, 400), { width: 200, height: 900 }, window)).toEqual({
      left: 380,
      top: 8,
      maxHeight: 387,
    });
  });

  property.prop([
    fc.integer({ min: 0, max: 900 }),
    fc.integer({ min: 0, max: 560 }),
    fc.integer({ min: 10, max: 980 }),
    fc.integer({ min: 10, max: 2000 }),
  ])('is within the window, whatever its size and wherever its button', (left, top, width, height) => {
    const placed = placeBeside(button(left, top), { width, height }, window);
    expect(placed.left).toBeGreaterThanOrEqual(0);
    expect(placed.left + width).toBeLessThanOrEqual(1000);
    expect(placed.top).toBeGreaterThanOrEqual(0);
    expect(placed.top + Math.min(height, placed.maxHeight)).toBeLessThanOrEqual(600);
  });
});
