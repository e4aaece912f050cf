/** One's own account, sessions and tokens. */
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';

const fetchSessions = () => unwrap(api.GET('/account/sessions'));
export type OwnSession = Awaited<ReturnType<typeof fetchSessions>>['items'][number];
export const sessionsQuery = queryOptions({ queryKey: ['account', 'sessions'], queryFn: fetchSessions });

const fetchTokens = () => unwrap(api.GET('/tokens'));
export type Token = Awaited<ReturnType<typeof fetchTokens>>['items'][number];
export const tokensQuery = queryOptions({ queryKey: ['account', 'tokens'], queryFn: fetchTokens });
