/** Makes the request that opens a case from what was filled in. Pure. */

type Data = Readonly<Record<string, unknown>>;
type Tree = Record<string, unknown>;

/** `details.patient.name` into its place. */
function nested(flat: Data): Tree {
  const top: Tree = {};
  for (const [name, value] of Object.entries(flat)) {
    const steps = name.split('.');
    const last = steps.pop() ?? name;
    let at = top;
    for (const step of steps) at = (at[step] ??= {}) as Tree;
    at[last] = value;
  }
  return top;
}

export interface OpeningBody {
  readonly kind: string;
  readonly data: Tree;
  readonly details: Tree;
  readonly practiceId?: string;
}

interface Made {
  readonly authorizationId: string;
  readonly practiceId: string | null;
}

/** Faults that only the fields together can have. */
export function openingFaults(flat: Data): Readonly<Record<string, string>> {
  const some = ['endsOn', 'visitsLimit', 'visitsUsed'].some((name) => flat[`authorization.${name}`] !== undefined);
  const hasAdjuster = flat['details.adjuster.name'] !== undefined;
  const reachable = ['phone', 'email', 'fax'].some((name) => flat[`details.adjuster.${name}`] !== undefined);
  return {
    ...((some || flat['authorizationNumber'] !== undefined) && flat['authorization.startsOn'] === undefined
      ? { 'authorization.startsOn': 'Choose the first authorized day, or leave the authorization out.' }
      : {}),
    ...(reachable && !hasAdjuster ? { 'details.adjuster.name': 'Name the adjuster, too.' } : {}),
  };
}

export function openingBody(kind: string, flat: Data, { authorizationId, practiceId }: Made): OpeningBody {
  const { data, details, authorization, injuredOn, jurisdiction, authorizationNumber } = nested(flat) as {
    data?: Tree;
    details?: Tree;
    authorization?: Tree;
    injuredOn?: string;
    jurisdiction?: string;
    authorizationNumber?: string;
  };
  const given = authorization?.['startsOn'] === undefined ? null : authorization;
  const shared = {
    ...(injuredOn ? { injuredOn } : {}),
    ...(jurisdiction ? { jurisdiction: jurisdiction.toUpperCase() } : {}),
  };
  const { owner, ...facts } = data ?? {};
  return {
    kind,
    data: {
      ...facts,
      ...(owner ? { owner } : {}),
      ...shared,
      ...(given ? { authorizations: [{ endsOn: null, visitsLimit: null, ...given, authorizationId }] } : {}),
    },
    details: {
      ...details,
      ...shared,
      ...(given && authorizationNumber
        ? { authorizationNumbers: [{ authorizationId, number: authorizationNumber }] }
        : {}),
    },
    ...(practiceId === null ? {} : { practiceId }),
  };
}
