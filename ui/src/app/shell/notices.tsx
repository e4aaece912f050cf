/** The place of the bell. The feature that owns it is found, not imported, and loaded after the page. */
import { lazy, Suspense, type ComponentType } from 'react';

const [load] = Object.values(
  import.meta.glob<{ NoticesBell: ComponentType }>('../../features/search/notices-bell.tsx'),
);
const Bell = load ? lazy(async () => ({ default: (await load()).NoticesBell })) : null;

export const Notices = () =>
  Bell === null ? null : (
    <Suspense fallback={null}>
      <Bell />
    </Suspense>
  );
