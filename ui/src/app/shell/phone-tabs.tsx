/** The way around on a phone: five tabs at the thumb, the rest behind the fifth. */
import { Drawer } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { useState } from 'react';
import { NavLink } from 'react-router';
import { useMe } from '../../api/session';
import { isShown, manage, own, work, type Place } from './places';
import classes from './phone-tabs.module.css';

const ON_TABS = 4;

export function PhoneTabs() {
  const me = useMe();
  const [open, setOpen] = useState(false);
  const mine = (place: Place) => isShown(place, me.permissions);
  const places = work.filter(mine);
  const rest = [...places.slice(ON_TABS), ...manage.filter(mine), ...own.filter(mine)];
  return (
    <nav className={classes.tabs} aria-label="Places on a phone">
      {places.slice(0, ON_TABS).map(({ to, name, icon: Icon }) => (
        <NavLink key={to} to={to} className={classes.tab}>
          <Icon size={22} stroke={1.6} aria-hidden />
          {name}
        </NavLink>
      ))}
      <button type="button" className={classes.tab} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <IconMenu2 size={22} stroke={1.6} aria-hidden />
        More
      </button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="bottom"
        size="auto"
        title="More places"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {rest.map(({ to, name, icon: Icon }) => (
          <NavLink key={to} to={to} className={classes.row} onClick={() => setOpen(false)}>
            <Icon size={20} stroke={1.6} aria-hidden />
            {name}
          </NavLink>
        ))}
      </Drawer>
    </nav>
  );
}
