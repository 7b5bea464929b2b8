import { days } from '../../domain/time.ts';
import type { Story } from '../story.ts';

export const aWholeMonth: Story = {
  type: 'history',
  name: 'a-whole-month',
  tells: 'Thirty days of ordinary life, delivered as the backlog of every band.',
  reach: days(30),
};
