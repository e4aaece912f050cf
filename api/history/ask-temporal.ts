/** Answers what can go wrong while a history is read: Temporal away, a key missing, a history too long. */
import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { MissingKeyError } from '../../platform/keys/key-ring';
import { DamagedPayloadError } from '../../platform/temporal/payload-codec';
import { Problem } from '../problem';
import { HistoryTooLong } from './read-history';

export async function askTemporal<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MissingKeyError || error instanceof DamagedPayloadError || error instanceof HistoryTooLong) {
      throw new Problem('conflict', error.message);
    }
    if (error instanceof ServiceError || isGrpcServiceError(error)) {
      throw new Problem(
        'unavailable',
        'Temporal does not answer now, and only it has the workflow history. The case itself is not affected. Wait and ask again.',
        { part: 'temporal' },
        { 'Retry-After': '5' },
      );
    }
    throw error;
  }
}
