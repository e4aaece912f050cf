/** Who stands in while one is away, and for whom one stands in (E4). */
import { Link } from 'react-router';
import { useMay, useMe, useZone } from '../../api/session';
import { Card } from '../../components/card';
import { instantText } from '../../components/dates';
import classes from './account.module.css';

export function AwayCard() {
  const may = useMay('cover.arrange');
  const { covers, coveredBy } = useMe();
  const zone = useZone();
  if (!may) return null;
  return (
    <Card title="Away" actions={<Link to="/people/covers">Arrange a cover</Link>}>
      <div className={classes.form}>
        {coveredBy.map(({ cover, until }) => (
          <p key={cover.id} className={classes.text}>
            {cover.name} covers for you until {instantText(until, zone)}.
          </p>
        ))}
        {covers.map(({ absent, until }) => (
          <p key={absent.id} className={classes.text}>
            You cover for {absent.name} until {instantText(until, zone)}.
          </p>
        ))}
        {coveredBy.length + covers.length === 0 ? (
          <p className={classes.text}>Nobody covers for you. Before you go away, say who works your queue meanwhile.</p>
        ) : null}
      </div>
    </Card>
  );
}
