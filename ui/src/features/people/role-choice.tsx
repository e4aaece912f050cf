/** Chooses roles, each with what it is for. */
import { Checkbox } from '@mantine/core';
import { roleIds, roleWords, type RoleId } from '../../components/role-words';
import classes from './role-choice.module.css';

interface Props {
  readonly value: readonly RoleId[];
  onChange(this: void, roles: RoleId[]): void;
  readonly without?: readonly RoleId[];
  readonly disabled?: boolean;
  readonly error?: string | undefined;
}

export function RoleChoice({ value, onChange, without = [], disabled = false, error }: Props) {
  return (
    <Checkbox.Group
      label="Roles"
      description="What somebody may see and do. Several add up."
      value={[...value]}
      onChange={(roles) => onChange(roleIds.filter((id) => roles.includes(id)))}
      error={error}
    >
      <div className={classes.roles}>
        {roleIds
          .filter((id) => !without.includes(id))
          .map((id) => (
            <Checkbox
              key={id}
              value={id}
              disabled={disabled}
              label={roleWords[id].name}
              description={roleWords[id].what}
            />
          ))}
      </div>
    </Checkbox.Group>
  );
}
