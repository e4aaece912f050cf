/** The keys of tests: fixed, so that histories recorded under them can be replayed by a later run. */
import { createHash } from 'node:crypto';
import { fixedRing } from '../../platform/keys/key-ring';
import { dataConverterFor } from '../../platform/temporal/data-converter';

/** A key of 32 bytes for tests, the same for the same id. */
export const keyOfId = (id: string): string => `${id}:${createHash('sha256').update(`test ${id}`).digest('base64url')}`;

export const testConverter = dataConverterFor(fixedRing(keyOfId('test-1')));
