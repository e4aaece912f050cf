/** Who asks: roles, groups of fields, teams, places, whose queue is theirs now, and which cases they opened in an emergency. */
import { z } from 'zod';
import { fieldGroups } from '../../domain/privacy';
import { groupsOf } from '../auth/field-groups';
import { may, permissionNames } from '../auth/permissions';
import { locationScope } from '../auth/row-scope';
import { Instant } from '../input/fields';
import { OPEN } from '../people/break-glass';
import { plain } from '../privacy/phi';
import { Statement } from '../read/statement';
import { defineRoute } from '../route';

const Named = plain(z.strictObject({ id: z.uuid(), name: z.string() }));

export const Me = z
  .strictObject({
    userId: z.uuid(),
    name: plain(z.string()),
    roles: plain(z.array(z.string())),
    fieldGroups: z.array(z.enum(fieldGroups)).describe('Groups of fields that the roles show; others are withheld'),
    permissions: z
      .array(z.enum(permissionNames))
      .describe('What the roles allow to some row; which rows, each answer shows. For menus: every route asks again'),
    zone: plain(z.string()).describe('The time zone of your place of work, the first by name where there are several'),
    teams: z.array(Named),
    allLocations: z.boolean().describe('Works at every location'),
    locations: z.array(Named),
    covers: z.array(z.strictObject({ absent: Named, until: Instant })).describe('Whose queue is yours now (E4)'),
    coveredBy: z.array(z.strictObject({ cover: Named, until: Instant })),
    openedCases: z
      .array(z.strictObject({ breakGlassId: z.uuid(), caseId: z.uuid(), until: Instant }))
      .describe('Cases you have broken the glass for: show a banner while there is one'),
  })
  .meta({ id: 'Me' });

interface Row {
  name: string;
  teams: z.infer<typeof Me>['teams'];
  locations: z.infer<typeof Me>['locations'];
}

interface Stretch {
  id: string;
  name: string;
  until: Date;
}

const COVER_NOW = 'k.starts_at <= now() and k.ends_at > now() and k.ended_at is null';

export default defineRoute({
  method: 'get',
  path: '/me',
  tag: 'Directory',
  summary: 'Shows who asks: roles, teams, locations, covers, groups of fields, cases opened in an emergency',
  permission: 'directory.read',
  // It names the cases whose glass the caller has broken.
  audit: 'me.read',
  answers: { 200: Me },
  async handle({ caller, deps }) {
    const { pool } = deps.db;
    const me = [caller.userId];
    const s = new Statement();
    const [user, covers, coveredBy, opened, places] = await Promise.all([
      pool.query<Row>(
        `select u.display_name as name,
                coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name)
                          from team_member m join team t on t.id = m.team_id where m.user_id = u.id), '[]') as teams,
                coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name)
                          from user_location l join practice p on p.id = l.practice_id where l.user_id = u.id), '[]')
                  as locations
         from app_user u where u.id = $1`,
        me,
      ),
      pool.query<Stretch>(
        `select a.id, a.display_name as name, k.ends_at as until from cover k join app_user a on a.id = k.absent_user_id
         where k.cover_user_id = $1 and ${COVER_NOW} order by k.ends_at, a.id`,
        me,
      ),
      pool.query<Stretch>(
        `select u.id, u.display_name as name, k.ends_at as until from cover k join app_user u on u.id = k.cover_user_id
         where k.absent_user_id = $1 and ${COVER_NOW} order by k.ends_at, u.id`,
        me,
      ),
      pool.query<{ id: string; caseId: string; until: Date }>(
        `select b.id, b.case_id as "caseId", b.ends_at as until from break_glass b
         where b.user_id = $1 and ${OPEN} order by b.ends_at, b.id`,
        me,
      ),
      pool.query<{ zone: string }>(
        `select p.zone from practice p where ${locationScope(caller, 'directory.read', s, 'p.id')}
         order by p.name, p.id limit 1`,
        s.values,
      ),
    ]);
    const groups = groupsOf(caller);
    return {
      status: 200,
      body: {
        userId: caller.userId,
        name: user.rows[0]?.name ?? '',
        roles: [...caller.roles],
        fieldGroups: fieldGroups.filter((group) => groups.has(group)),
        permissions: permissionNames.filter((permission) => may(caller, permission)),
        zone: places.rows[0]?.zone ?? 'UTC',
        teams: user.rows[0]?.teams ?? [],
        allLocations: caller.locationIds === 'all',
        locations: user.rows[0]?.locations ?? [],
        covers: covers.rows.map(({ until, ...absent }) => ({ absent, until: until.toISOString() })),
        coveredBy: coveredBy.rows.map(({ until, ...cover }) => ({ cover, until: until.toISOString() })),
        openedCases: opened.rows.map(({ id, caseId, until }) => ({
          breakGlassId: id,
          caseId,
          until: until.toISOString(),
        })),
      },
    };
  },
});
