/** The WC measures before and since go-live (F1-F5), and the share of clocks met (R29). */
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useZone } from '../../api/session';
import { dayIn, dayText } from '../../components/dates';
import { ClocksMetTile } from './clocks-met-tile';
import { FiguresState } from './figures-state';
import { InsightsFrame } from './insights-frame';
import classes from './insights.module.css';
import { MeasureTile } from './measure-tile';
import { PeriodBar } from './period-bar';
import { wcQuery } from './queries';
import { chosen, useView } from './view';

export function MeasuresPage() {
  const now = useView();
  const { view, choose, open } = now;
  const today = dayIn(useZone());
  const place = chosen({ practiceId: view.practiceId });
  const days = chosen({ from: view.from, to: view.to });
  const query = useQuery(wcQuery({ ...place, ...days, ...chosen({ goLiveOn: view.goLiveOn }), step: view.step }));
  const goLiveOn = query.data?.goLiveOn ?? null;
  return (
    <InsightsFrame
      now={now}
      subtitle={goLiveOn === null ? 'Before and since go-live' : `Before and since ${dayText(goLiveOn, today)}`}
      bar={
        <PeriodBar view={view} shown={query.data} choose={choose}>
          <TextInput
            label="Went live on"
            type="date"
            value={view.goLiveOn ?? goLiveOn ?? ''}
            onChange={({ currentTarget: { value } }) => choose({ goLiveOn: value === '' ? undefined : value })}
          />
          <NativeSelect
            label="A bar is"
            value={view.step}
            data={[
              { value: 'month', label: 'a month' },
              { value: 'week', label: 'a week' },
            ]}
            onChange={({ currentTarget: { value } }) => choose({ step: value })}
          />
        </PeriodBar>
      }
    >
      <FiguresState query={query} tiles={6}>
        {(figures) => (
          <>
            {figures.recordBeginsOn !== null && figures.from < figures.recordBeginsOn ? (
              <p className={classes.record}>
                The record begins {dayText(figures.recordBeginsOn, today)}. Of what ended earlier it knows nothing, so
                bars before that day may show too little.
              </p>
            ) : null}
            <div className={classes.grid}>
              {figures.measures.map((measure) => (
                <MeasureTile
                  key={measure.id}
                  measure={measure}
                  step={figures.step}
                  goLiveOn={figures.goLiveOn}
                  today={today}
                  place={place}
                  open={open}
                />
              ))}
              <ClocksMetTile days={days} place={place} open={open} />
            </div>
          </>
        )}
      </FiguresState>
    </InsightsFrame>
  );
}
