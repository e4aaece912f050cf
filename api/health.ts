/** Says whether the process lives and whether what it needs can be reached. No token: a load balancer asks. */
import type { Request, Response, Router } from 'express';
import type { ApiDeps } from './deps';

const LIMIT_MS = 2_000;

type Part = 'up' | 'down';

async function within(work: Promise<unknown>): Promise<Part> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Part>((resolve) => {
    timer = setTimeout(() => resolve('down'), LIMIT_MS);
  });
  try {
    return await Promise.race([
      work.then(
        (): Part => 'up',
        (): Part => 'down',
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** /healthz: the process answers. /readyz: Postgres and Temporal answer, each named. /metrics: Prometheus text. */
export function mountHealth(router: Router, deps: ApiDeps, stopping: () => boolean): void {
  router.get('/healthz', (_req: Request, res: Response) => {
    res.json({ status: 'up' });
  });
  router.get('/readyz', async (_req: Request, res: Response) => {
    const { client } = deps;
    const [database, temporal] = await Promise.all([
      within(deps.db.pool.query('select 1')),
      within(client.withDeadline(Date.now() + LIMIT_MS, () => client.workflowService.getSystemInfo({}))),
    ]);
    const ready = database === 'up' && temporal === 'up' && !stopping();
    res
      .status(ready ? 200 : 503)
      .json({ status: stopping() ? 'stopping' : ready ? 'ready' : 'not ready', database, temporal });
  });
  router.get('/metrics', async (_req: Request, res: Response) => {
    res.type(deps.metrics.registry.contentType).send(await deps.metrics.render());
  });
}
