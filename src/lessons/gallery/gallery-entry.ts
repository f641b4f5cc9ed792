/** As they stand in addresses: `?gallery=figure-8`. Their words are in the page's catalogues, under the same names. */
export type GalleryName =
  | 'split-vote'
  | 'two-leaders-one-term'
  | 'figure-7'
  | 'figure-8'
  | 'new-leaders-empty-entry'
  | 'snapshot-install'
  | 'split-brain'
  | 'disruptive-server'
  | 'ping-pong'
  | 'stuck-node'
  | 'prevote-deadlock'
  | 'half-deaf-leader'
  | 'partial-partition'
  | 'stale-read'
  | 'double-write'
  | 'lost-write'
  | 'lost-lock'
  | 'disjoint-majorities'
  | 'joint-consensus'
  | 'leadership-transfer'
  | 'majority-lost';

/** Which of the page's pictures shows best what an entry is about. */
export type GalleryPicture = 'stage' | 'logs' | 'time';

/**
 * A famous schedule: a run, and the first instant of it at which a condition (src/expression) begins to hold. The page opens the
 * whole run, paused there; what led to it and what comes of it is a step away. The run is that of a lab script
 * (src/lessons/language), or the first one of a lesson of the course.
 */
export type GalleryEntry = {
  readonly name: GalleryName;
  readonly at: string;
  readonly picture: GalleryPicture;
} & ({ readonly script: string } | { readonly lesson: string });
