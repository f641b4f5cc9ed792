/**
 * Sorts in place, leaving equal items in exactly the order in which Go's `sort.Sort` (1.19 and later) leaves them.
 * etcd sorts with it, and it is not stable: what a limited range by VERSION or VALUE shows among equals depends on the
 * course of the sorting. It is a quicksort that looks for patterns (Orson Peters, "Pattern-defeating Quicksort",
 * arXiv:2106.05123); up to twelve items are inserted one by one, and then equals do keep their order.
 */
export function goSort<T>(items: T[], less: (a: T, b: T) => boolean): void {
  if (items.length > 1) new Sorting(items, less).sort(0, items.length, bitLength(items.length));
}

/** Up to this many items are sorted by insertion. */
const INSERTION_MAX = 12;
/** From here on the pivot is the median of three medians, and nearly sorted items are worth repairing. */
const NINTHER_MIN = 50;
/** Pairs out of order that are repaired before the pivot is used after all. */
const REPAIRS_MAX = 5;
/** All comparisons of nine candidates for a pivot found their pair in the wrong order. */
const ALL_SWAPPED = 12;

interface Pivot {
  readonly at: number;
  /** What the candidates looked like. */
  readonly hint: 'ascending' | 'descending' | 'unknown';
}

class Sorting<T> {
  readonly #items: T[];
  readonly #isLess: (a: T, b: T) => boolean;
  /** Candidates for the pivot that were found in the wrong order. */
  #swaps = 0;

  constructor(items: T[], less: (a: T, b: T) => boolean) {
    this.#items = items;
    this.#isLess = less;
  }

  /** Sorts [from, to); `patience`: how many lopsided partitions are endured before it becomes a heap sort. */
  sort(from: number, to: number, patience: number): void {
    let a = from;
    let b = to;
    let left = patience;
    let wasBalanced = true;
    let wasPartitioned = true;
    while (b - a > INSERTION_MAX) {
      if (left === 0) return this.#heapSort(a, b);
      if (!wasBalanced) {
        this.#breakPatterns(a, b);
        left--;
      }
      const pivot = this.#pivotOf(a, b);
      if (wasBalanced && wasPartitioned && pivot.hint === 'ascending' && this.#repair(a, b)) return;
      // Nothing here is smaller than what lies before: equals of the pivot need no more sorting.
      if (a > 0 && !this.#less(a - 1, pivot.at)) {
        a = this.#partitionEqual(a, b, pivot.at);
        continue;
      }
      const { mid, already } = this.#partition(a, b, pivot.at);
      wasPartitioned = already;
      wasBalanced = Math.min(mid - a, b - mid) >= Math.floor((b - a) / 8);
      if (mid - a < b - mid) {
        this.sort(a, mid, left);
        a = mid + 1;
      } else {
        this.sort(mid + 1, b, left);
        b = mid;
      }
    }
    this.#insertionSort(a, b);
  }

  #insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) {
      for (let j = i; j > a && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
    }
  }

  #heapSort(a: number, b: number): void {
    const size = b - a;
    for (let i = Math.floor((size - 1) / 2); i >= 0; i--) this.#siftDown(i, size, a);
    for (let i = size - 1; i >= 0; i--) {
      this.#swap(a, a + i);
      this.#siftDown(0, i, a);
    }
  }

  #siftDown(start: number, size: number, first: number): void {
    let root = start;
    for (let child = 2 * root + 1; child < size; child = 2 * root + 1) {
      if (child + 1 < size && this.#less(first + child, first + child + 1)) child++;
      if (!this.#less(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  /** Smaller items before the pivot, the others after it; `already`: they were so. */
  #partition(a: number, b: number, pivot: number): { mid: number; already: boolean } {
    this.#swap(a, pivot);
    let i = a + 1;
    let j = b - 1;
    for (let rounds = 0; ; rounds++) {
      while (i <= j && this.#less(i, a)) i++;
      while (i <= j && !this.#less(j, a)) j--;
      if (i > j) {
        this.#swap(j, a);
        return { mid: j, already: rounds === 0 };
      }
      this.#swap(i++, j--);
    }
  }

  /** Equals of the pivot first, greater ones after them; where these begin. Nothing smaller is there. */
  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let i = a + 1;
    let j = b - 1;
    for (;;) {
      while (i <= j && !this.#less(a, i)) i++;
      while (i <= j && this.#less(a, j)) j--;
      if (i > j) return i;
      this.#swap(i++, j--);
    }
  }

  /** Puts a few pairs right in items that look sorted; whether they are sorted now. */
  #repair(a: number, b: number): boolean {
    let i = a + 1;
    for (let repairs = 0; repairs < REPAIRS_MAX; repairs++) {
      while (i < b && !this.#less(i, i - 1)) i++;
      if (i === b) return true;
      if (b - a < NINTHER_MIN) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) {
        for (let j = i - 1; j >= 1 && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
      }
      if (b - i >= 2) {
        for (let j = i + 1; j < b && this.#less(j, j - 1); j++) this.#swap(j, j - 1);
      }
    }
    return false;
  }

  /** Exchanges three items in the middle with others, chosen by dice that depend on the length alone. */
  #breakPatterns(a: number, b: number): void {
    const length = b - a;
    const mask = (1n << BigInt(bitLength(length))) - 1n;
    const middle = a + Math.floor(length / 4) * 2;
    let dice = BigInt(length);
    for (let at = middle - 1; at <= middle + 1; at++) {
      dice = xorshift(dice);
      const drawn = Number(dice & mask);
      this.#swap(at, a + (drawn >= length ? drawn - length : drawn));
    }
  }

  /** The median of items at a quarter, the middle and three quarters; turns [a, b) around if it looks descending. */
  #pivotOf(a: number, b: number): Pivot {
    const quarter = Math.floor((b - a) / 4);
    let candidates = [a + quarter, a + 2 * quarter, a + 3 * quarter] as const;
    this.#swaps = 0;
    if (b - a >= NINTHER_MIN) {
      const [i, j, k] = candidates;
      candidates = [this.#medianAround(i), this.#medianAround(j), this.#medianAround(k)];
    }
    const at = this.#median(...candidates);
    if (this.#swaps === 0) return { at, hint: 'ascending' };
    if (this.#swaps < ALL_SWAPPED) return { at, hint: 'unknown' };
    for (let i = a, j = b - 1; i < j; i++, j--) this.#swap(i, j);
    return { at: b - 1 - (at - a), hint: 'ascending' };
  }

  #medianAround(at: number): number {
    return this.#median(at - 1, at, at + 1);
  }

  #median(a: number, b: number, c: number): number {
    const [low, high] = this.#inOrder(a, b);
    const [middle] = this.#inOrder(high, c);
    return this.#inOrder(low, middle)[1];
  }

  #inOrder(a: number, b: number): [number, number] {
    if (!this.#less(b, a)) return [a, b];
    this.#swaps++;
    return [b, a];
  }

  #less(i: number, j: number): boolean {
    return this.#isLess(this.#item(i), this.#item(j));
  }

  #swap(i: number, j: number): void {
    const item = this.#item(i);
    this.#items[i] = this.#item(j);
    this.#items[j] = item;
  }

  #item(i: number): T {
    return this.#items[i] as T;
  }
}

function bitLength(value: number): number {
  return 32 - Math.clz32(value);
}

/** The next of a 64-bit xorshift sequence (Marsaglia). */
function xorshift(state: bigint): bigint {
  let next = BigInt.asUintN(64, state ^ (state << 13n));
  next ^= next >> 17n;
  return BigInt.asUintN(64, next ^ (next << 5n));
}
