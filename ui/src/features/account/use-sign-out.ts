/** Signs out here, and leads to the sign-in page; nothing of the session stays in the page. */
import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';

export function useSignOut() {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/session')),
    onSuccess: leave,
  });
}

export const leave = (): void => globalThis.location.assign('/sign-in?notice=signed-out');
