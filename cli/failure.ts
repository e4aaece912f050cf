/** How the command line ends when it does not succeed: exit codes and words. Scripts rely on the codes. */
export const exitCodes = {
  ok: 0,
  /** Something unexpected, or rows of an import were refused by a failed import. */
  failed: 1,
  /** Wrong arguments, or no address or token. */
  usage: 2,
  /** The case or the request does not allow it: 4xx other than those below. */
  refused: 3,
  notFound: 4,
  notAllowed: 5,
  /** The server cannot be reached or is not ready; try again. */
  unavailable: 6,
} as const;

/** The command could not do what was asked; `message` is for the person, `problem` for --json. */
export class Failure extends Error {
  override readonly name = 'Failure';
  constructor(
    readonly exitCode: number,
    message: string,
    readonly problem: unknown = null,
  ) {
    super(message);
  }
}

export const exitCodeHelp = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused (the case does not allow it, or the request has faults),
4 not found, 5 token missing or role may not, 6 server not reachable or not ready (try again).`;
