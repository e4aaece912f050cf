/** The bounds that keep a hostile or broken file from filling memory; nothing here depends on a payer. */

/** Every limit can be lowered by a caller; raising one raises the memory a single file may use. */
export interface Read835Limits {
  /** Longest segment in bytes; real ones stay below 1,000. */
  readonly maxSegmentBytes: number;
  /** Most elements in a segment; the widest of an 835 (MIA, TS3) has 24. */
  readonly maxElements: number;
  /** Most bytes in one claim with its lines, and in a transaction's header: 999 lines of full size fit. */
  readonly maxLoopBytes: number;
  /** Most warnings listed per transaction; the rest is counted. */
  readonly maxWarnings: number;
}

export const DEFAULT_LIMITS: Read835Limits = {
  maxSegmentBytes: 16_384,
  maxElements: 200,
  maxLoopBytes: 4_194_304,
  maxWarnings: 200,
};
