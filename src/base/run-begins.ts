/** 2024-01-01T00:00:00Z: what a clock on the wall shows when a run begins, in ms since 1970. */
export const RUN_BEGINS_MS = 1_704_067_200_000;
