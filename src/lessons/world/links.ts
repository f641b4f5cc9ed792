import type { NodeId } from '../../base/flavor.ts';
import type { LinkName } from '../language/script.ts';

/** Which directions of which links are cut or held. Cuts add up until they are taken away. */
export class Links {
  readonly #cut = new Set<string>();
  readonly #held = new Set<string>();

  cut(links: readonly LinkName[]): void {
    for (const link of links) this.#cut.add(nameOf(link));
  }

  hold(links: readonly LinkName[]): void {
    for (const link of links) this.#held.add(nameOf(link));
  }

  /** Undefined: all. */
  uncut(links: readonly LinkName[] | undefined): void {
    take(this.#cut, links);
  }

  /** Undefined: all. */
  release(links: readonly LinkName[] | undefined): void {
    take(this.#held, links);
  }

  isCut(link: LinkName): boolean {
    return this.#cut.has(nameOf(link));
  }

  isHeld(link: LinkName): boolean {
    return this.#held.has(nameOf(link));
  }
}

/** Both directions between each node of one list and each of the other. */
export function linksBetween(left: readonly NodeId[], right: readonly NodeId[]): LinkName[] {
  const links: LinkName[] = [];
  for (const from of left) {
    for (const to of right) {
      if (to !== from) links.push({ from, to }, { from: to, to: from });
    }
  }
  return links;
}

function take(from: Set<string>, links: readonly LinkName[] | undefined): void {
  if (links === undefined) from.clear();
  else for (const link of links) from.delete(nameOf(link));
}

function nameOf(link: LinkName): string {
  return `${link.from}>${link.to}`;
}
