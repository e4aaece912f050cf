/** What a person may do to an import now: stop, go on, import for real, name its columns. */
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../api/session';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { applyImport, isUnderWay, resumeImport, stopImport, type ImportView } from './queries';
import { mappingOf, rowCounts } from './summary';

export function ImportActions({ one }: { one: ImportView }) {
  const may = useMay('import.run');
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const changed = async (next: ImportView) => {
    queryClient.setQueryData(['imports', next.id], next);
    await queryClient.invalidateQueries({ queryKey: ['imports'] });
  };
  const stop = useMutation({ mutationFn: () => stopImport(one.id), onSuccess: changed });
  const resume = useMutation({ mutationFn: () => resumeImport(one.id), onSuccess: changed });
  const apply = useMutation({
    mutationFn: () => applyImport(one.id),
    onSuccess: async (next) => {
      await changed(next);
      announce('The import has started.');
      await navigate(`/imports/${next.id}`);
    },
  });
  if (!may) return null;
  const { state, dryRun } = one;
  const failed = stop.error ?? resume.error ?? apply.error;
  const mappable = dryRun && (state === 'failed' || state === 'finished') && mappingOf(one) !== null;
  return (
    <>
      {failed ? <SaveError error={failed} what="That could not be done." /> : null}
      {isUnderWay(one) && state !== 'uploading' ? (
        <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
          {dryRun ? 'Stop checking' : 'Stop the import'}
        </Button>
      ) : null}
      {mappable ? (
        <Button component={Link} variant="default" to="?tab=columns">
          Name the columns
        </Button>
      ) : null}
      {state === 'stopped' || (state === 'failed' && !dryRun) ? (
        <Button loading={resume.isPending} onClick={() => resume.mutate()}>
          Go on
        </Button>
      ) : null}
      {dryRun && state === 'finished' ? (
        <Button loading={apply.isPending} onClick={() => apply.mutate()}>
          {applyWords(one)}
        </Button>
      ) : null}
    </>
  );
}

/** Says what is left out, so that nobody finds out afterwards. */
function applyWords(one: ImportView): string {
  const { refused = 0 } = rowCounts(one);
  if (refused === 0) return 'Import for real';
  return one.kind === '835' ? 'Import what can be posted' : `Import without the ${refused} refused`;
}
