/** Opens a workers' compensation case in its true state: worker, injury, adjuster, and what is authorized. */
import { useMe } from '../../api/session';
import { OpeningForm } from './opening-form';
import { wcSections } from './opening-specs';

export function NewWc() {
  const { userId } = useMe();
  return <OpeningForm kind="wc" sections={wcSections} start={{ 'data.owner': `user:${userId}` }} />;
}
