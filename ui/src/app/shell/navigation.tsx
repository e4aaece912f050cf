/** The way around on a desk: places with their counts, one's saved views, and oneself. A rail of icons when it is narrow. */
import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { NavLink } from 'react-router';
import { countsQuery } from '../../api/counts';
import { useMe } from '../../api/session';
import { OwnerAvatar } from '../../components/owner-avatar';
import { countText } from '../../components/numbers';
import logo from './logo.svg';
import { isShown, manage, work, type Place } from './places';
import classes from './navigation.module.css';

export function Navigation() {
  const me = useMe();
  const { data: counts } = useQuery(countsQuery);
  const mine = (place: Place) => isShown(place, me.permissions);
  const managed = manage.filter(mine);
  return (
    <nav className={classes.nav} aria-label="Places">
      <NavLink className={classes.brand} to="/today">
        <img src={logo} width={24} height={24} alt="" /> <span className={classes.name}>Caseclock</span>
      </NavLink>
      <ul className={classes.list}>
        {work.filter(mine).map((place) => (
          <PlaceLink key={place.to} place={place} count={place.count && counts ? counts[place.count] : undefined} />
        ))}
      </ul>
      {managed.length === 0 ? null : (
        <>
          <h2 className={classes.heading}>Manage</h2>
          <ul className={classes.list}>
            {managed.map((place) => (
              <PlaceLink key={place.to} place={place} />
            ))}
          </ul>
        </>
      )}
      <div className={classes.rest} />
      <NavLink className={classes.me} to="/account">
        <span className="visually-hidden">Account of</span>
        <OwnerAvatar owner={{ id: me.userId, name: me.name }} />
        <span className={classes.name}>
          <strong>{me.name}</strong>
          <small>{placeOf(me)}</small>
        </span>
      </NavLink>
    </nav>
  );
}

function placeOf({ allLocations, locations }: ReturnType<typeof useMe>): string {
  if (allLocations) return 'All locations';
  const [first] = locations;
  if (!first) return 'No location';
  return locations.length === 1 ? first.name : `${first.name} and ${locations.length - 1} more`;
}

function PlaceLink({ place: { to, name, icon: Icon }, count }: { place: Place; count?: Count | undefined }) {
  return (
    <li>
      <Tooltip label={name} position="right" classNames={{ tooltip: classes.tip }}>
        <NavLink className={classes.link} to={to}>
          <Icon size={18} stroke={1.6} aria-hidden />
          <span className={classes.name}>{name}</span>
          {count === undefined ? null : (
            <span className={classes.count}>
              {countText(count.n)}
              {count.more ? '+' : ''}
            </span>
          )}
        </NavLink>
      </Tooltip>
    </li>
  );
}

interface Count {
  readonly n: number;
  readonly more: boolean;
}
