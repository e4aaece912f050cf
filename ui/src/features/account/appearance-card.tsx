/** How the app looks and whether single keys act: kept in this browser. */
import { SegmentedControl, Switch, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useId, useState } from 'react';
import { areSingleKeysOn, switchSingleKeys } from '../../app/hotkeys';
import { Card } from '../../components/card';
import classes from './account.module.css';

const schemes: readonly { value: MantineColorScheme; label: string }[] = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function AppearanceCard() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [keys, setKeys] = useState(areSingleKeysOn);
  const label = useId();
  return (
    <Card title="This browser">
      <div className={classes.form}>
        <div className={classes.form}>
          <span id={label}>Colors</span>
          <SegmentedControl
            aria-labelledby={label}
            value={colorScheme}
            data={[...schemes]}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
          />
        </div>
        <Switch
          label="Single keys act"
          description="J and K move, E does what is next, ? lists them all. Switch them off for speech input or when they get in the way; keys with Ctrl stay."
          checked={keys}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            switchSingleKeys(on);
            setKeys(on);
          }}
        />
      </div>
    </Card>
  );
}
