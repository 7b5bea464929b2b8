// All residents on one screen, in the order of their addresses, for ever in the same place.
import { t } from 'i18next';
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Board } from '../board.ts';
import { board, isAdministrator } from '../state.ts';
import { useStore } from '../store.ts';
import { isWallView } from '../theme.ts';
import { type Cell, type Plan, planOf, type Wall as WallCells, wallOf } from '../wall-plan.ts';
import { Tile } from './tile.tsx';

/** Changes when somebody moves in, out or elsewhere; not with each heartbeat. */
const placesOf = ({ residents }: Board): string =>
  [...residents.values()]
    .map(({ id, compound, building, unit, room }) =>
      [id, compound, building, unit, room].join('\t'),
    )
    .join('\n');

export function Wall() {
  const places = useStore(board, placesOf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the places are what the order follows.
  const wall = useMemo(() => wallOf(board.get().residents.values()), [places]);
  const grid = useRef<HTMLDivElement>(null);
  const { plan, gap } = usePlan(grid, wall);
  return (
    <section
      ref={grid}
      aria-label={t('wall.label')}
      className="tile-grid"
      data-testid="wall"
      data-scrolls={plan.scrolls}
      style={
        {
          '--em': `${plan.em}px`,
          '--gap': `${gap}px`,
          gridTemplateColumns: `repeat(${plan.columns}, minmax(0, 1fr))`,
          gridAutoRows: plan.scrolls
            ? '2.62em'
            : `minmax(0, calc((100% - ${(rows(wall, plan) - 1) * gap}px) / ${rows(wall, plan)}))`,
        } as React.CSSProperties
      }
    >
      {wall.cells.length === 0 && <Nobody />}
      {wall.cells.map((cell) =>
        cell.type === 'resident' ? (
          <Tile key={cell.key} id={cell.id} />
        ) : (
          <Heading key={cell.key} cell={cell} />
        ),
      )}
    </section>
  );
}

const rows = (wall: WallCells, plan: Plan): number =>
  Math.max(1, Math.ceil(wall.cells.length / plan.columns));

const Heading = memo(({ cell }: { cell: Extract<Cell, { type: 'heading' }> }) => (
  <h2 className="heading">
    <span className="truncate font-bold">{cell.compound}</span>
    <span className="truncate font-bold">{cell.building}</span>
    <span className="truncate">{t('wall.people', { n: cell.people })}</span>
  </h2>
));

/** An empty service: whoever may, is shown where to begin. */
const Nobody = () => (
  <p className="col-span-full text-base text-second">
    {t('wall.none')}
    {isAdministrator() && (
      <a className="button ml-3 no-underline" href="#people">
        {t('wall.addSome')}
      </a>
    )}
  </p>
);

function usePlan(
  grid: React.RefObject<HTMLDivElement | null>,
  wall: WallCells,
): { readonly plan: Plan; readonly gap: number } {
  const [space, setSpace] = useState({ width: 1_200, height: 900, rem: 16, bannerHeight: 0 });
  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const bannerHeight = document.querySelector('.room-banners')?.clientHeight ?? 0;
      setSpace({ width: element.clientWidth, height: element.clientHeight, rem, bannerHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [grid]);
  const { width, height, rem, bannerHeight } = space;
  const gap = Math.max(3, Math.round(rem * (isWallView() ? 0.2 : 0.375)));
  const largest = isWallView() ? rem * 2.5 : rem * 1.6;
  const cells = wall.cells.length;
  const plan = useMemo(
    () =>
      planOf(cells, wall.roomLength, { width, height, gap, smallest: 12, largest, bannerHeight }),
    [cells, wall.roomLength, width, height, gap, largest, bannerHeight],
  );
  return { plan, gap };
}
