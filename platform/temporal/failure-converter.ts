/** Moves messages and stacks of failures into a payload, which the codec encrypts. Part of the workflow bundle: no I/O. */
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
