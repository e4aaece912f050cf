/** Schemas of what sign-in's routes and pages take. Shapes only; what a password must be, password-rules says. */
import { z } from 'zod';
import { Role } from '../../domain/effects';

export const Email = z.email({ error: 'must be an e-mail address' }).max(254);
/** Wider than a password may be, so that its rule gives the reason; narrow enough that hashing stays cheap. */
export const Password = z.string().max(1_000);
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u, { error: 'must be one line' });
export const Code = z.string().max(20).describe('Six digits of the authenticator application');
export const RecoveryCode = z.string().max(40).describe('One of the recovery codes; each is good once');
export const LinkToken = z.string().min(1).max(200);
export const Roles = z
  .array(Role)
  .max(20)
  .transform((roles) => [...new Set(roles)]);
export const Stage = z.enum(['complete', 'second-factor', 'enrolment']);
